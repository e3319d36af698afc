package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.TestRun;

/** A server of the assembled product, as a process of its own with a data folder of its own. */
final class CcCi implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("is ready: dashboard (\\S+),");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process process;
  private @Nullable KubernetesClient client;
  private @Nullable URI dashboard;
  private int starts;

  /**
   * @param folder for everything of this server; it may be used again by a later one
   * @param options further options of {@code cc-ci serve}
   */
  CcCi(Path folder, String... options) {
    this.folder = folder;
    this.options.addAll(List.of(options));
  }

  /** Starts it and waits until it is ready. */
  CcCi start(String... javaOptions) {
    begin(javaOptions);
    return ready();
  }

  /** Waits until one that was begun is ready. */
  CcCi ready() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(25)).until(this::isReady);
    return this;
  }

  /** Starts it, without waiting for anything. */
  void begin(String... javaOptions) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Product.program("cc-ci"),
                "serve",
                "--data",
                data().toString(),
                "--listen",
                "127.0.0.1:0",
                "--api-listen",
                "127.0.0.1:0"));
    if (!options.contains("--runs-min-free")) {
      command.addAll(List.of("--runs-min-free", "0")); // however full the disk of the tests is
    }
    command.addAll(options);
    starts++;
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
    builder.environment().put("CC_CI_JAVA_OPTS", String.join(" ", javaOptions));
    try {
      Files.createDirectories(data());
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client = null;
  }

  private boolean isReady() {
    if (!process().isAlive()) {
      throw new AssertionError("the server ended while it started:\n" + output());
    }
    Matcher ready = READY.matcher(output());
    if (!ready.find()) {
      return false;
    }
    dashboard = URI.create(ready.group(1));
    return true;
  }

  Path data() {
    return folder.resolve("data");
  }

  /** What the server of the last start printed. */
  String output() {
    return read(log());
  }

  private Path log() {
    return folder.resolve("server-" + starts + ".log");
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  String controllerId() {
    return read(data().resolve("controller-id")).strip();
  }

  synchronized KubernetesClient client() {
    if (client == null) {
      client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(data().resolve("kubeconfig").toFile()))
              .build();
    }
    return client;
  }

  /** Creates what a manifest says. */
  void apply(String manifest) {
    client()
        .load(
            new java.io.ByteArrayInputStream(
                manifest.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .create();
  }

  /** Enrolls a recipe, with further fields of its spec in YAML, each line indented by two. */
  void enroll(String name, String source, String spec) {
    apply(
        """
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: Recipe
        metadata: {name: %s, namespace: default}
        spec:
          source: %s
        %s
        """
            .formatted(name, source, spec.indent(2)));
  }

  /** Whether comments on the recipe's repository are looked for. */
  boolean isWatched(String recipe) {
    Recipe there = client().resources(Recipe.class).inNamespace("default").withName(recipe).get();
    return there.getStatus() != null
        && there.getStatus().forge() != null
        && there.getStatus().forge().seenAt() != null;
  }

  /** Asks for a run, with further fields of its spec in YAML. */
  void request(String name, String recipe, String spec) {
    apply(
        """
        apiVersion: ci.coopcloud.tech/v1alpha1
        kind: TestRun
        metadata: {name: %s, namespace: default}
        spec:
          recipe: %s
        %s
        """
            .formatted(name, recipe, spec.indent(2)));
  }

  /** A clone of the state repository, as a person has one. */
  Path cloneState(Path into) {
    Programs.git(
            folder, "clone", "--quiet", data().resolve("state.git").toString(), into.toString())
        .orFail();
    return into;
  }

  @Nullable TestRun find(String name) {
    return client().resources(TestRun.class).inNamespace("default").withName(name).get();
  }

  TestRun get(String name) {
    TestRun run = find(name);
    assertThat(run).as("TestRun " + name).isNotNull();
    return run;
  }

  /** Waits for a run's end. */
  TestRun done(String name, Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(100))
        .failFast("the server ended", () -> !process().isAlive())
        .until(() -> phase(find(name)) == Phase.DONE);
    return get(name);
  }

  static @Nullable Phase phase(@Nullable TestRun run) {
    return run == null || run.getStatus() == null ? null : run.getStatus().phase();
  }

  /** The log of a run, as the dashboard serves it. */
  String runLog(String name) {
    return get("/runs/default/" + name + "/log", "text/plain");
  }

  String get(String path, String accept) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(String.valueOf(dashboard)).resolve(path))
                  .header("Accept", accept)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Waits until the dashboard, which is a moment behind the API, has all of this on a page. */
  void shows(String path, String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(get(path, "text/html")).contains(texts));
  }

  URI dashboard() {
    return URI.create(String.valueOf(dashboard));
  }

  Programs.Finished ccctl(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Product.program("ccctl"));
    command.addAll(List.of(arguments));
    return Programs.run(
        folder,
        Map.of("KUBECONFIG", data().resolve("kubeconfig").toString()),
        command.toArray(String[]::new));
  }

  /** As a service manager does; the exit code. */
  int stop() {
    process().destroy();
    return exit();
  }

  /** As a power cut does. */
  void kill() {
    process().destroyForcibly();
    exit();
  }

  /** Waits until it has ended by itself; the exit code. */
  int exit() {
    try {
      if (!process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the server does not end:\n" + output());
      }
      if (client != null) {
        client.close();
        client = null;
      }
      return process().exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Stops it and takes away whatever a failed test left in the swarm. */
  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      stop();
    }
    Leftovers.remove(controllerId());
  }
}
