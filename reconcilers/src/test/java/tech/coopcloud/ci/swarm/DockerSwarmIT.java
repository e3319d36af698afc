package tech.coopcloud.ci.swarm;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tech.coopcloud.ci.swarm.DockerCli.docker;
import static tech.coopcloud.ci.swarm.DockerCli.withLabel;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.orphan.OrphanSweeper;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.swarm.Swarm.LogLine;

/** Against the real engine, looked at with the plain docker command. */
class DockerSwarmIT {
  private static final String FOREVER = "trap 'exit 0' TERM; while true; do sleep 0.1; done";
  private static final String STUBBORN = FOREVER.replace("exit 0", "");

  private final Swarm swarm = new DockerSwarm();
  private final List<TestStack> stacks = new ArrayList<>();

  private TestStack stack() {
    TestStack stack = new TestStack();
    stacks.add(stack);
    return stack;
  }

  @AfterEach
  void removeAll() {
    stacks.forEach(it -> it.remove(swarm, true));
    swarm.close();
  }

  private static String run(TestStack stack) {
    return Api.RUN_UID_LABEL + "=" + stack.owner.runUid();
  }

  @Test
  void everythingThatIsCreatedCarriesTheLabelsAndIsFoundByThem() {
    TestStack stack = stack();
    stack.createFoundations(swarm);
    swarm.createService(stack.service("app", FOREVER), stack.owner);

    Observed seen = stack.awaitRunning(swarm, 1);

    assertThat(withLabel(run(stack)).stream().map(it -> it.split(" ")[0]))
        .containsExactlyInAnyOrder(
            "service", "container", "network", "volume", "volume", "secret", "config");
    assertThat(withLabel(Api.CONTROLLER_LABEL + "=" + stack.owner.controller())).hasSize(7);
    assertThat(seen.services())
        .extracting(Observed.Service::name)
        .containsExactly(stack.name + "_app");
    assertThat(seen.services().getFirst().replicas()).isEqualTo(1);
    assertThat(seen.volumes()).hasSize(2);
    assertThat(seen.networks())
        .extracting(Observed.Named::name)
        .containsExactly(stack.name + "_default");
    assertThat(seen.secrets()).hasSize(1);
    assertThat(seen.configs()).hasSize(1);
    Observed.Container container = seen.containers().getFirst();
    assertThat(container.serviceName()).isEqualTo(stack.name + "_app");
    assertThat(container.taskId()).isEqualTo(seen.tasks().getFirst().id());
    assertThat(seen.tasks().getFirst().containerId()).isEqualTo(container.id());
    assertThat(container.gatewayAddress()).startsWith("172.");
    assertThat(swarm.runUids(stack.owner.controller())).containsExactly(stack.owner.runUid());
  }

  /** Methods that change nothing, or whose refusal is not an exception. */
  private static final Set<String> LOOKS =
      Set.of(
          "info",
          "observe",
          "runUids",
          "exposed",
          "observeIngress",
          "neighbours",
          "overruns",
          "readArchive",
          "imageId",
          "imageIds",
          "dataFolder",
          "logs",
          "followLogs",
          "events",
          "ensureImage",
          "close");

  @Test
  void aSwarmThatMayNotBeChangedAnyMoreIsOnlyLookedAt() {
    TestStack stack = stack();
    stack.createFoundations(swarm);
    swarm.createService(stack.service("app", FOREVER), stack.owner);
    Observed there = stack.awaitRunning(swarm, 1);
    String container = there.containers().getFirst().id();
    TestStack more = stack();
    String image = "cc-ci-" + more.name + ":1";
    docker(DockerCli.tarOf("nothing", new byte[0]), "import", "-", image);
    try (Swarm guarded = new DockerSwarm(Nodes.THIS, DockerSwarmIT::refuse)) {
      Map<String, ThrowingCallable> changes = new HashMap<>();
      changes.put("ensureIngressNetwork", () -> guarded.ensureIngressNetwork(more.name));
      changes.put("createNetwork", () -> guarded.createNetwork(more.network(), more.owner));
      changes.put("createVolume", () -> guarded.createVolume(more.volume(), more.owner));
      changes.put("createSecret", () -> guarded.createSecret(more.secret(), more.owner));
      changes.put("createConfig", () -> guarded.createConfig(more.config(), more.owner));
      ServiceSpec service = stack.service("app", "exit 1");
      changes.put("createService", () -> guarded.createService(service, stack.owner));
      changes.put("updateService", () -> guarded.updateService(service, stack.owner));
      changes.put("restartService", () -> guarded.restartService(service, stack.owner));
      changes.put("removeService", () -> guarded.removeService(there.services().getFirst().id()));
      changes.put("removeContainer", () -> guarded.removeContainer(container));
      changes.put("removeNetwork", () -> guarded.removeNetwork(there.networks().getFirst().id()));
      changes.put("removeVolume", () -> guarded.removeVolume(stack.volume().name()));
      changes.put("removeSecret", () -> guarded.removeSecret(there.secrets().getFirst().id()));
      changes.put("removeConfig", () -> guarded.removeConfig(there.configs().getFirst().id()));
      changes.put("exec", () -> guarded.exec(container, List.of("true"), Duration.ofMinutes(1)));
      Sandbox sandbox =
          new Sandbox(more.name, TestStack.IMAGE, Map.of(), Map.of(), Map.of(), 64 << 20, 1, 9);
      changes.put("startSandbox", () -> guarded.startSandbox(sandbox, more.owner));
      InputStream tar = InputStream.nullInputStream();
      changes.put("writeArchive", () -> guarded.writeArchive(container, "/tmp", tar));
      String id = requireNonNull(guarded.imageId(image));
      changes.put("removeImage", () -> guarded.removeImage(image, id));

      assertThat(Stream.concat(LOOKS.stream(), changes.keySet().stream()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(Swarm.class.getMethods()).map(Method::getName).collect(toSet()));
      changes.forEach(
          (name, change) -> assertThatThrownBy(change).as(name).hasMessage("another leads"));
      assertThat(guarded.ensureImage("localhost/" + image, Duration.ofMinutes(1)).sentence())
          .contains("another leads");
      OrphanSweeper orphans = new OrphanSweeper(guarded, stack.owner.controller(), Set::of);
      assertThatThrownBy(orphans::sweep).hasMessage("another leads");

      assertThat(swarm.observe(stack.owner.runUid()))
          .usingRecursiveComparison()
          .ignoringCollectionOrder() // the engine lists volumes in none
          .isEqualTo(there);
      assertThat(swarm.observe(more.owner.runUid()).isEmpty()).isTrue();
      assertThat(swarm.removeImage(image, id)).isEqualTo(Swarm.ImageRemoval.REMOVED);
    }
  }

  private static void refuse() {
    throw new IllegalStateException("another leads");
  }

  @Test
  void theContainerGetsWhatTheSpecSays() {
    TestStack stack = stack();
    stack.createFoundations(swarm);
    swarm.createService(
        stack.service(
            "app", "cat /run/secrets/pass; echo; cat /conf; echo; ulimit -n; echo $A; " + FOREVER),
        stack.owner);
    Observed seen = stack.awaitRunning(swarm, 1);
    String id = seen.containers().getFirst().id();

    List<String> lines = awaitLines(stack, 4).stream().map(LogLine::text).toList();

    assertThat(lines).containsExactly("s3cret", "name " + stack.name + "_app", "1000", "1");
    assertThat(
            docker(
                "inspect",
                "-f",
                "{{.HostConfig.CapAdd}} {{.HostConfig.CapDrop}} {{.HostConfig.Sysctls}} {{.HostConfig.Init}} {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}} {{.HostConfig.ExtraHosts}}",
                id))
        .containsExactly(
            "[CAP_NET_ADMIN] [CAP_CHOWN] map[net.ipv4.ip_unprivileged_port_start:80] true 67108864 500000000 50 [elsewhere:10.1.2.3]");
    assertThat(
            docker(
                "service",
                "inspect",
                "-f",
                "{{.Spec.UpdateConfig.Order}} {{.Spec.UpdateConfig.FailureAction}} {{(index .Spec.TaskTemplate.Placement.Preferences 0).Spread.SpreadDescriptor}} {{.Spec.TaskTemplate.Placement.Constraints}} {{.Spec.EndpointSpec.Mode}} {{.Spec.TaskTemplate.ContainerSpec.StopGracePeriod}}",
                stack.name + "_app"))
        .containsExactly(
            "start-first rollback node.id [node.role == manager node.id == "
                + swarm.info().nodeId()
                + "] "
                + (swarm.info().ipvs() ? "vip" : "dnsrr")
                + " 10s");
  }

  @Test
  void creatingAgainChangesNothing() {
    TestStack stack = stack();
    stack.createFoundations(swarm);
    swarm.createService(stack.service("app", FOREVER), stack.owner);
    stack.awaitRunning(swarm, 1);
    List<String> before = withLabel(run(stack));

    stack.createFoundations(swarm);
    swarm.createService(stack.service("app", FOREVER), stack.owner);

    assertThat(withLabel(run(stack))).containsExactlyInAnyOrderElementsOf(before);
    assertThat(docker("service", "inspect", "-f", "{{.PreviousSpec}}", stack.name + "_app"))
        .containsExactly("<nil>");
  }

  @Test
  void whatIsOfSomebodyElseUnderTheSameNameIsRefused() {
    TestStack stack = stack();
    docker("network", "create", "-d", "overlay", stack.network().name());
    docker("volume", "create", stack.volume().name());
    docker("x".getBytes(), "secret", "create", stack.secret().name(), "-");
    docker("x".getBytes(), "config", "create", stack.config().name(), "-");
    try {
      assertRefused(() -> swarm.createNetwork(stack.network(), stack.owner), "network");
      assertRefused(() -> swarm.createVolume(stack.volume(), stack.owner), "volume");
      assertRefused(() -> swarm.createSecret(stack.secret(), stack.owner), "secret");
      assertRefused(() -> swarm.createConfig(stack.config(), stack.owner), "config");
      assertThat(swarm.observe(stack.owner.runUid()).isEmpty()).isTrue();
    } finally {
      docker("network", "rm", stack.network().name());
      docker("volume", "rm", stack.volume().name());
      docker("secret", "rm", stack.secret().name());
      docker("config", "rm", stack.config().name());
    }
  }

  private static void assertRefused(Runnable create, String kind) {
    assertThatThrownBy(create::run)
        .isInstanceOf(SwarmException.Refused.class)
        .hasMessageMatching(
            "The " + kind + " swt-\\S+ is there already and is not of this run: .*");
  }

  @Test
  void whatTheEngineRefusesIsOneSentence() {
    TestStack stack = stack();

    assertThatThrownBy(() -> swarm.createService(stack.service("app", "true"), stack.owner))
        .isInstanceOf(SwarmException.Refused.class)
        .hasMessage(
            "The service %s_app wants the secret %s, which the swarm does not have."
                .formatted(stack.name, stack.secret().name()));
    assertThatThrownBy(
            () ->
                swarm.createService(
                    stack.service(
                        "x".repeat(64), Map.of(), List.of(), stack.plainContainer("true", null)),
                    stack.owner))
        .isInstanceOf(SwarmException.Refused.class)
        .hasMessageContaining("refuses to create the service");
  }

  @Test
  void removingWhatIsGoneDoesNothing() {
    swarm.removeService("nosuchservice");
    swarm.removeContainer("nosuchcontainer");
    swarm.removeNetwork("nosuchnetwork");
    swarm.removeVolume("nosuchvolume");
    swarm.removeSecret("nosuchsecret");
    swarm.removeConfig("nosuchconfig");
  }

  @Test
  void forcedRemovalLeavesNothingAndIsMuchFasterThanThePoliteOne() {
    TestStack polite = stack();
    polite.createFoundations(swarm);
    swarm.createService(polite.service("app", STUBBORN), polite.owner);
    TestStack forced = stack();
    forced.createFoundations(swarm);
    swarm.createService(forced.service("app", STUBBORN), forced.owner);
    List<String> volumes =
        Stream.of(polite, forced).flatMap(stack -> volumes(stack.awaitRunning(swarm, 1))).toList();
    assertThat(volumes).hasSize(4);

    long start = System.nanoTime();
    polite.remove(swarm, false);
    long politely = System.nanoTime() - start;
    start = System.nanoTime();
    forced.remove(swarm, true);
    long byForce = System.nanoTime() - start;

    assertThat(withLabel(run(polite))).isEmpty();
    assertThat(withLabel(run(forced))).isEmpty();
    assertThat(docker("volume", "ls", "-q")).doesNotContainAnyElementsOf(volumes);
    assertThat(docker("network", "ls", "--format", "{{.Name}}"))
        .doesNotContain(polite.network().name(), forced.network().name());
    assertThat(byForce).isLessThan(politely / 3);
    System.out.printf(
        "removal: polite %d ms, forced %d ms%n", politely / 1_000_000, byForce / 1_000_000);
  }

  /** Those of the one container, also the one without a name of its own. */
  private static Stream<String> volumes(Observed seen) {
    String each = "{{range .Mounts}}{{if eq .Type \"volume\"}}{{println .Name}}{{end}}{{end}}";
    return docker("inspect", "-f", each, seen.containers().getFirst().id()).stream()
        .filter(name -> !name.isBlank());
  }

  @Test
  void anUpdateReplacesTheTasks() {
    TestStack stack = stack();
    stack.createFoundations(swarm);
    swarm.createService(stack.service("app", FOREVER), stack.owner);
    String before = stack.awaitRunning(swarm, 1).containers().getFirst().id();

    swarm.updateService(stack.service("app", FOREVER), stack.owner);
    assertThat(swarm.observe(stack.owner.runUid()).tasks())
        .as("an update to what is there already")
        .allMatch(Observed.Task::current);
    swarm.updateService(stack.service("app", "echo second; " + FOREVER), stack.owner);

    assertThat(swarm.observe(stack.owner.runUid()).tasks())
        .as("right after an update to something else")
        .anyMatch(task -> !task.current());
    Awaitility.await()
        .atMost(TestStack.PATIENCE)
        .until(
            () ->
                swarm.observe(stack.owner.runUid()).containers().stream()
                    .anyMatch(it -> !it.id().equals(before) && it.state().equals("running")));
    assertThat(swarm.observe(stack.owner.runUid()).services().getFirst().updateState()).isNotNull();
  }

  @Test
  void theLogOfAContainerThatHasExitedCanBeReadUntilItIsRemoved() {
    TestStack stack = stack();
    stack.createFoundations(swarm);
    swarm.createService(
        stack.service("app", "echo out; sleep 1; echo err >&2; sleep 1; printf 'no end'; exit 3"),
        stack.owner);

    List<LogLine> lines = awaitLines(stack, 3);
    Observed seen =
        Awaitility.await()
            .atMost(TestStack.PATIENCE)
            .until(
                () -> swarm.observe(stack.owner.runUid()),
                it -> it.tasks().getFirst().state().equals("failed"));

    assertThat(lines).extracting(LogLine::text).containsExactly("out", "err", "no end");
    assertThat(lines).extracting(LogLine::stderr).containsExactly(false, true, false);
    assertThat(lines).extracting(LogLine::service).containsOnly("app");
    assertThat(lines).extracting(LogLine::slot).containsOnly(1);
    assertThat(lines).extracting(LogLine::at).isSorted();
    assertThat(seen.tasks().getFirst().exitCode()).isEqualTo(3);
    assertThat(seen.tasks().getFirst().error()).contains("non-zero exit (3)");
    List<String> after = new ArrayList<>();
    swarm.logs(stack.owner.runUid(), lines.getFirst().at(), line -> after.add(line.text()));
    assertThat(after).containsExactly("err", "no end");
  }

  @Test
  void aLongLineIsCutAndTheNextOneIsWhole() {
    TestStack stack = stack();
    stack.createFoundations(swarm);
    swarm.createService(
        stack.service("app", "head -c 50000 /dev/zero | tr '\\0' x; echo; echo next"), stack.owner);

    List<LogLine> lines = awaitLines(stack, 2);

    assertThat(lines.getFirst().text()).isEqualTo("x".repeat(16 * 1024));
    assertThat(lines.get(1).text()).isEqualTo("next");
  }

  @Test
  void logsAreFollowedFromTheFirstLineAndOfContainersThatComeLater() throws Exception {
    TestStack stack = stack();
    stack.createFoundations(swarm);
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    swarm.createService(stack.service("one", "echo first; " + FOREVER), stack.owner);
    stack.awaitRunning(swarm, 1);

    try (var following =
        swarm.followLogs(
            stack.owner.runUid(), line -> lines.add(line.service() + " " + line.text()))) {
      swarm.createService(
          stack.service("two", "echo second; sleep 0.5; echo third; " + FOREVER), stack.owner);

      Awaitility.await()
          .atMost(TestStack.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(lines)
                      .containsExactlyInAnyOrder("one first", "two second", "two third"));
    }
  }

  @Test
  void eventsWakeForWhatIsOursOnly() throws Exception {
    TestStack stack = stack();
    TestStack other = stack();
    stack.createFoundations(swarm);
    other.createFoundations(swarm);
    Queue<String> hints = new ConcurrentLinkedQueue<>();

    try (var events =
        swarm.events(stack.owner.controller(), uid -> hints.add(String.valueOf(uid)))) {
      swarm.createService(other.service("app", FOREVER), other.owner);
      other.awaitRunning(swarm, 1);
      assertThat(hints).isEmpty();

      swarm.createService(stack.service("app", FOREVER), stack.owner);
      Awaitility.await().atMost(TestStack.PATIENCE).until(() -> !hints.isEmpty());
      stack.awaitRunning(swarm, 1);
      hints.clear();
      swarm.removeContainer(swarm.observe(stack.owner.runUid()).containers().getFirst().id());
      Awaitility.await().atMost(TestStack.PATIENCE).until(() -> !hints.isEmpty());
      assertThat(hints).containsOnly(stack.owner.runUid());
    }
  }

  @Test
  void aContainersHealthAndWhatItsProbeSaidAreSeen() {
    TestStack stack = stack();
    ContainerSpec.Healthcheck sick =
        new ContainerSpec.Healthcheck(
            List.of("CMD", "/bin/busybox", "sh", "-c", "echo not yet; exit 1"),
            Duration.ofMillis(200),
            Duration.ofMinutes(1),
            null,
            null,
            100);
    swarm.createNetwork(stack.network(), stack.owner);
    swarm.createService(
        stack.service(
            "app", Map.of(), List.of(stack.network().name()), stack.plainContainer(FOREVER, sick)),
        stack.owner);

    Observed.Container container =
        Awaitility.await()
            .atMost(TestStack.PATIENCE)
            .until(
                () -> swarm.observe(stack.owner.runUid()).containers(),
                it -> !it.isEmpty() && it.getFirst().healthOutput() != null)
            .getFirst();

    assertThat(container.health()).isEqualTo("starting");
    assertThat(container.healthOutput()).isEqualTo("not yet");
  }

  @Test
  void anImageThatIsThereIsFineAndOneThatCannotBeHadIsToldQuickly() {
    stack();
    assertThat(swarm.ensureImage(TestStack.IMAGE, Duration.ofMinutes(5))).isNull();
    assertThat(swarm.ensureImage("localhost:1/no/such:1", Duration.ofMinutes(5)))
        .satisfies(
            problem -> {
              assertThat(problem.missing()).isFalse();
              assertThat(problem.sentence())
                  .startsWith(
                      "The image localhost:1/no/such:1 is not on this node and could not be pulled (")
                  .contains("connection refused");
            });
    assertThat(swarm.ensureImage("Not/An Image", Duration.ofMinutes(5)))
        .satisfies(problem -> assertThat(problem.missing()).isTrue());
  }

  private List<LogLine> awaitLines(TestStack stack, int lines) {
    return Awaitility.await()
        .atMost(TestStack.PATIENCE)
        .until(
            () -> {
              List<LogLine> read = new ArrayList<>();
              swarm.logs(stack.owner.runUid(), null, read::add);
              return read;
            },
            read -> read.size() >= lines);
  }
}
