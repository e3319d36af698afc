package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.rest.Tokens;

/** With the real git as the client. */
class GitHttpTest {
  @TempDir private Path folder;

  private final AtomicInteger pushes = new AtomicInteger();
  private final Tokens tokens = new Tokens("s3cret", new Author("admin", "admin@example.org"));
  private Javalin server = Javalin.create();

  private record Outcome(int code, String output) {}

  @BeforeEach
  void start() throws Exception {
    Path repository = folder.resolve("state.git");
    git(folder, "init", "-q", "--bare", "-b", "main", repository.toString());
    GitHttp http =
        new GitHttp(
            repository, header -> tokens.authenticate(header) != null, pushes::incrementAndGet);
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.host = "127.0.0.1";
              config.jetty.port = 0;
              config.jetty.modifyServletContextHandler(
                  context -> context.addServlet(new ServletHolder(http.servlet()), "/git/*"));
            });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Outcome git(Path in, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(
        List.of("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "credential.helper="));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private String url(String user) {
    return "http://" + user + "127.0.0.1:" + server.port() + "/git/state.git";
  }

  private Path cloneWithACommit(String name) throws Exception {
    Path clone = folder.resolve(name);
    assertThat(git(folder, "clone", "-q", url(""), name).code()).isZero();
    git(clone, "checkout", "-q", "-B", "main");
    Files.writeString(clone.resolve(name + ".yaml"), "kind: Widget\n");
    git(clone, "add", ".");
    git(clone, "commit", "-q", "-m", "Add " + name);
    return clone;
  }

  @Test
  void whoHasTheTokenPushesAndAnybodyClones() throws Exception {
    Path clone = cloneWithACommit("one");
    Outcome push = git(clone, "push", "-q", url("any:s3cret@"), "main");
    assertThat(push.code()).as(push.output()).isZero();
    assertThat(pushes).as("taken in before the push returns").hasValue(1);

    assertThat(git(folder, "clone", "-q", url(""), "two").code()).isZero();
    assertThat(folder.resolve("two/one.yaml")).hasContent("kind: Widget\n");
  }

  @Test
  void nobodyPushesWithoutTheToken() throws Exception {
    Path clone = cloneWithACommit("one");
    assertThat(git(clone, "push", "-q", url(""), "main").code()).isNotZero();
    assertThat(git(clone, "push", "-q", url("any:wrong@"), "main").code()).isNotZero();
    assertThat(pushes).hasValue(0);
    assertThat(git(folder.resolve("state.git"), "branch").output()).isEmpty();
  }

  @Test
  void theStatusBranchIsNotPushedTo() throws Exception {
    Path clone = cloneWithACommit("one");
    Outcome push = git(clone, "push", url("any:s3cret@"), "main:status");
    assertThat(push.code()).isNotZero();
    assertThat(push.output()).contains("status is written by cc-ci alone: push manifests to main");
  }

  @Test
  void bigPushesArrive() throws Exception {
    Path clone = cloneWithACommit("big");
    byte[] noise = new byte[5 * 1024 * 1024];
    new java.util.Random(7).nextBytes(noise);
    Files.write(clone.resolve("noise"), noise);
    git(clone, "add", ".");
    git(clone, "commit", "-q", "-m", "Add noise");
    Outcome push = git(clone, "push", "-q", url("any:s3cret@"), "main");
    assertThat(push.code()).as(push.output()).isZero();
  }
}
