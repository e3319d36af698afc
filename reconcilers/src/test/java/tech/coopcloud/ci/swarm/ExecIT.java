package tech.coopcloud.ci.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands in a container of the real engine. */
class ExecIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Swarm swarm = new DockerSwarm();
  private final TestStack stack = new TestStack();
  private String container = "";

  @BeforeEach
  void run() {
    swarm.createNetwork(stack.network(), stack.owner);
    swarm.createService(
        stack.service(
            "app",
            Map.of(),
            List.of(stack.network().name()),
            stack.plainContainer("while true; do sleep 0.1; done", null)),
        stack.owner);
    container = stack.awaitRunning(swarm, 1).containers().getFirst().id();
  }

  @AfterEach
  void remove() {
    stack.remove(swarm, true);
    swarm.close();
  }

  private ExecResult exec(String... command) throws InterruptedException {
    return swarm.exec(container, List.of(command), LONG);
  }

  private ExecResult sh(String script) throws InterruptedException {
    return exec("/bin/busybox", "sh", "-c", script);
  }

  private void awaitProcess(String command) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> DockerCli.docker("top", container).stream().anyMatch(it -> it.contains(command)));
  }

  @Test
  void theExitCodeAndBothOutputsComeBack() throws InterruptedException {
    assertThat(sh("echo out; sleep 1; echo err >&2; exit 3"))
        .isEqualTo(new ExecResult(3, "out\nerr\n"));
  }

  @Test
  void aCommandMayTakeItsTimeAndBeTalkedWith() throws InterruptedException {
    assertThat(sh("echo first; sleep 3; echo last").output()).isEqualTo("first\nlast\n");

    StringBuilder said = new StringBuilder();
    int exitCode =
        swarm.exec(
            container,
            List.of("/bin/busybox", "sh", "-c", "read line; sleep 2; echo \"$line\"; exit 4"),
            new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8)),
            piece -> said.append(new String(piece, StandardCharsets.UTF_8)),
            piece -> {},
            LONG);

    assertThat(exitCode).isEqualTo(4);
    assertThat(said).hasToString("hello\n");
  }

  @Test
  void whatACommandWroteIsTakenToTheEndHoweverLongThatTakes() throws InterruptedException {
    StringBuilder said = new StringBuilder();
    int exitCode =
        swarm.exec(
            container,
            List.of("/bin/busybox", "sh", "-c", "echo first; sleep 1; echo last"),
            null,
            piece -> {
              LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
              said.append(new String(piece, StandardCharsets.UTF_8));
            },
            piece -> {},
            LONG);

    assertThat(exitCode).isZero();
    assertThat(said).hasToString("first\nlast\n");
  }

  @Test
  void noShellReadsTheArguments() throws InterruptedException {
    assertThat(exec("/bin/busybox", "echo", "$HOME; exit 1 `id`"))
        .isEqualTo(new ExecResult(0, "$HOME; exit 1 `id`\n"));
  }

  @Test
  void ofMuchOutputTheBeginningAndTheEndAreKept() throws InterruptedException {
    String output = sh("echo first; head -c 10000000 /dev/zero | tr '\\0' x; echo last").output();

    assertThat(output)
        .startsWith("first\nxxx")
        .endsWith("xxxlast\n")
        .contains("bytes are left out");
    assertThat(output).hasSizeBetween(64 << 10, (64 << 10) + 60);
  }

  @Test
  void aProgramThatIsNotThereIsAnExitCodeAndASentence() throws InterruptedException {
    ExecResult result = exec("nosuchprogram");

    assertThat(result.exitCode()).isIn(126, 127);
    assertThat(result.output()).contains("nosuchprogram");
  }

  @Test
  void aChildLeftBehindDoesNotHoldUpTheResult() throws InterruptedException {
    assertThat(sh("sleep 250 & echo done").output()).isEqualTo("done\n");
    assertThat(sh("ps | grep '[s]leep 250'").output()).as("the child").isNotEmpty();
  }

  @Test
  void aCommandThatDoesNotEndIsGivenUp() {
    assertThatThrownBy(
            () ->
                swarm.exec(
                    container, List.of("/bin/busybox", "sleep", "60"), Duration.ofSeconds(1)))
        .isInstanceOf(SwarmException.Refused.class)
        .hasMessage(
            "The command /bin/busybox did not end within 1 s in container %s.",
            container.substring(0, 12));
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    FutureTask<ExecResult> task = new FutureTask<>(() -> sh("sleep 301"));
    Thread thread = Thread.ofVirtual().start(task);
    awaitProcess("sleep 301");

    thread.interrupt();

    assertThat(thread.join(PATIENCE)).isTrue();
    assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void soDoesOneInTheMidstOfACallToTheEngine() {
    try (Swarm interrupted =
        new DockerSwarm(Nodes.THIS, () -> Thread.currentThread().interrupt())) {
      assertThatThrownBy(() -> interrupted.exec(container, List.of("/bin/busybox", "true"), LONG))
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aContainerThatIsGoneIsOneSentence() {
    swarm.removeContainer(container);

    assertThatThrownBy(() -> sh("true"))
        .isInstanceOf(SwarmException.Unavailable.class)
        .hasMessageStartingWith("The engine cannot run /bin/busybox in container ");
  }

  @Test
  void aContainerThatGoesMeanwhileEndsTheWait() throws Exception {
    FutureTask<ExecResult> task = new FutureTask<>(() -> sh("echo up; sleep 302"));
    Thread thread = Thread.ofVirtual().start(task);
    awaitProcess("sleep 302");

    swarm.removeContainer(container);

    assertThat(thread.join(PATIENCE)).isTrue();
  }
}
