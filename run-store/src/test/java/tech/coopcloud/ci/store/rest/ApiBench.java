package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.git.GitObjectStore;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.MemoryObjectStore;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceTypes;

/**
 * Measures the API over HTTPS and git, in a process of its own, with the JDK's HTTP client. Prints
 * lines like {@code api creates per second: 1800}.
 *
 * <p>Arguments: how many objects (default 10,000), how many writers (default 32), and {@code
 * memory} to measure without git what the API itself costs.
 */
final class ApiBench {
  private static final int LONE_UPDATES = 500;
  private static final String WIDGETS = "/apis/example.org/v1/namespaces/default/widgets";

  private final HttpClient http;
  private final String server;
  private final String token;

  private ApiBench(HttpClient http, String server, String token) {
    this.http = http;
    this.server = server;
    this.token = token;
  }

  /** The server's process. */
  static final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      List<ResourceType> types = new ArrayList<>(ResourceTypes.builtins());
      types.add(Widgets.TYPE);
      Tokens tokens = Tokens.in(folder.resolve("token"), new Author("bench", "bench@localhost"));
      Pki pki = new Pki(folder.resolve("pki"), List.of(), Clock.systemUTC());
      try (ObjectStore store =
              args[1].equals("memory")
                  ? new MemoryObjectStore()
                  : GitObjectStore.open(folder.resolve("state.git"), types, Clock.systemUTC());
          KubernetesApi api = new KubernetesApi(store, types, Set.of(), tokens, Clock.systemUTC());
          ApiServer server =
              new ApiServer(
                  api, tokens, pki, new InetSocketAddress("127.0.0.1", 0), config -> {})) {
        Files.writeString(folder.resolve("ca.pem"), pki.caCertificate());
        System.out.println(server.uri());
        Objects.requireNonNullElse(System.in.read(), 0);
      }
    }
  }

  public static void main(String[] args) throws Exception {
    int objects = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int writers = args.length > 1 ? Integer.parseInt(args[1]) : 32;
    Path folder = Files.createTempDirectory("api-bench");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                folder.toString(),
                args.length > 2 ? args[2] : "git")
            .redirectError(folder.resolve("log").toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String uri = out.readLine();
      if (uri == null) {
        throw new IOException(Files.readString(folder.resolve("log")));
      }
      HttpClient http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(TestServer.trusting(Files.readString(folder.resolve("ca.pem"))))
              .build();
      String token = Files.readString(folder.resolve("token")).strip();
      ApiBench bench = new ApiBench(http, uri, token);
      bench.creates(Math.min(2_000, objects), writers, "warm");
      bench.run(objects, writers);
      print("api server resident MB", residentMegabytes(process.pid()));
      http.shutdownNow();
    } finally {
      process.outputWriter(StandardCharsets.UTF_8).write('\n');
      process.outputWriter(StandardCharsets.UTF_8).flush();
      process.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private void run(int objects, int writers) throws Exception {
    print("api creates per second", creates(objects, writers, "run"));
    print("api status patches per second", statusPatches(objects, writers));
    lone("update", "", "{\"spec\":{\"size\":9}}");
    lone("status patch", "/status", "{\"status\":{\"phase\":\"Done\"}}");
    double[] lists = new double[7];
    for (int i = 0; i < lists.length; i++) {
      long start = System.nanoTime();
      HttpResponse<byte[]> list = send(request(WIDGETS).build());
      lists[i] = millis(start);
      if (i == 0) {
        print("api list items", Json.parse(list.body()).get("items").size());
        print("api list megabytes", list.body().length / 1e6);
      }
    }
    print("api whole list p50 ms", percentile(lists, 50));
    print("api write to watch event p50 ms", percentile(watched(), 50));
  }

  private void lone(String what, String subresource, String patch) throws Exception {
    double[] times = new double[LONE_UPDATES];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      patch(WIDGETS + "/run-" + i + subresource, patch);
      times[i] = millis(start);
    }
    print("api lone " + what + " p50 ms", percentile(times, 50));
    print("api lone " + what + " p99 ms", percentile(times, 99));
  }

  private double creates(int objects, int writers, String prefix) throws Exception {
    return perSecond(
        objects,
        writers,
        i -> {
          JsonNode body = Widgets.manifest("default", prefix + "-" + i, "red");
          expect(
              201,
              request(WIDGETS)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                  .build());
        });
  }

  private double statusPatches(int objects, int writers) throws Exception {
    return perSecond(
        objects,
        writers,
        i ->
            patch(
                WIDGETS + "/run-" + i + "/status",
                "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\","
                    + "\"status\":\"False\",\"reason\":\"Waiting\",\"message\":\"It starts\"}]}}"));
  }

  private double[] watched() throws Exception {
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    String version =
        Json.parse(send(request(WIDGETS + "?limit=1").build()).body())
            .at("/metadata/resourceVersion")
            .asText();
    var response =
        http.send(
            request(WIDGETS + "?watch=true&resourceVersion=" + version).build(),
            HttpResponse.BodyHandlers.ofLines());
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    response.body().forEach(_ -> seen.add(System.nanoTime()));
                  } catch (UncheckedIOException e) {
                    // Closed below.
                  }
                });
    double[] times = new double[200];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      patch(WIDGETS + "/run-" + i, "{\"spec\":{\"size\":" + (6 + i % 2) + "}}");
      times[i] = (seen.take() - start) / 1e6;
    }
    response.body().close();
    reader.join();
    return times;
  }

  private interface Call {
    void of(int i) throws Exception;
  }

  private static double perSecond(int times, int threads, Call call) throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Exception> failures = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    long start = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      running.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                        call.of(i);
                      }
                    } catch (Exception e) {
                      synchronized (failures) {
                        failures.add(e);
                      }
                    }
                  }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return times / ((System.nanoTime() - start) / 1e9);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private void patch(String path, String patch) throws Exception {
    expect(
        200,
        request(path)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(patch))
            .build());
  }

  private void expect(int code, HttpRequest request) throws Exception {
    HttpResponse<byte[]> response = send(request);
    if (response.statusCode() != code) {
      throw new IOException(new String(response.body(), StandardCharsets.UTF_8));
    }
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static double residentMegabytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return 0;
  }

  private static void print(String what, double value) {
    System.out.println(
        what + ": " + String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value));
  }
}
