package tech.coopcloud.ci.controller.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A registry of images on a port of loopback, which an engine trusts without TLS. Its images serve
 * the page of nginx, each with some bytes of its own.
 */
final class Registry implements AutoCloseable {
  private static final int BYTES = 2 << 20;

  private final Path folder;
  private final Process process;
  private final String address;
  private final List<String> ids = new ArrayList<>();

  private Registry(Path folder, Process process, String address) {
    this.folder = folder;
    this.process = process;
    this.address = address;
  }

  static Registry start(Path folder) throws IOException {
    Files.createDirectories(folder);
    String address = "127.0.0.1:" + freePort();
    Path config = folder.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "%s"}
        """
            .formatted(folder.resolve("storage"), address));
    Process process =
        new ProcessBuilder(program(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Registry registry = new Registry(folder, process, address);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .failFast("the registry ended", () -> !process.isAlive())
        .ignoreExceptions()
        .until(registry::answers);
    return registry;
  }

  private static String program() {
    String named = System.getenv("CC_CI_REGISTRY");
    return Stream.of(
            named == null ? "" : named,
            System.getProperty("user.home") + "/.cache/cc-ci/bin/docker-registry",
            "/usr/bin/docker-registry")
        .filter(file -> !file.isEmpty() && Files.isExecutable(Path.of(file)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no docker-registry: run .ci/setup"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(URI.create("http://" + address + "/v2/")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    }
  }

  String address() {
    return address;
  }

  /** The name of an image of this registry. */
  String image(String name) {
    return address + "/" + name;
  }

  /** Makes an image that nothing else is like, and leaves it in the engine; its id. */
  String build(String image) throws IOException {
    Path context = Files.createTempDirectory(folder, "image");
    byte[] own = new byte[BYTES];
    new Random().nextBytes(own);
    Files.write(context.resolve("own"), own);
    Files.writeString(context.resolve("Dockerfile"), "FROM nginx:1.27.2\nCOPY own /own\n");
    Engine.docker("build", "--quiet", "--tag", image, context.toString());
    String id = Engine.docker("image", "inspect", "--format", "{{.Id}}", image).strip();
    ids.add(id);
    return id;
  }

  /** Makes an image that is in the registry and not in the engine; its id. */
  String push(String name) throws IOException {
    String id = build(image(name));
    Engine.docker("push", "--quiet", image(name));
    Engine.docker("image", "rm", image(name));
    return id;
  }

  /** Those of its images that the engine has, by id. */
  List<String> inEngine() {
    List<String> all = Engine.docker("images", "-a", "-q", "--no-trunc").lines().toList();
    return ids.stream().filter(all::contains).toList();
  }

  /** Ends it, and takes its images from the engine. */
  @Override
  public void close() {
    process.destroy();
    for (String id : inEngine()) {
      Engine.docker("image", "rm", "--force", id);
    }
  }
}
