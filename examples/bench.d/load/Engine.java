import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The part of the Docker Engine API that cc-ci uses, over what is simulated; on loopback, without TLS. A container's address is
 * loopback too, where a second server answers every request with a page.
 */
final class Engine {
  static final String IMAGE_ID = "sha256:" + "5".repeat(64);

  /** How often it is looked whether the container of a log that is followed is gone. */
  private static final Duration LOG_LOOK = Duration.ofMillis(50);

  private static final String PAGE = "<!doctype html><html><title>Simulated</title></html>";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SimulatedSwarm swarm;
  private final EventStreams events;

  Engine(SimulatedSwarm swarm, EventStreams events) {
    this.swarm = swarm;
    this.events = events;
  }

  /**
   * @return the port of the API
   */
  int serveApi() throws IOException {
    return serve(this::handle);
  }

  /**
   * @return the port at which every container answers
   */
  static int serveContainers() throws IOException {
    return serve(exchange -> answer(exchange, 200, "text/html", PAGE.getBytes(UTF_8)));
  }

  private static int serve(HttpHandler handler) throws IOException {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", handler);
    server.start();
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      try {
        switch (exchange.getRequestMethod()) {
          case "GET" -> get(exchange, path.substring(1).split("/"), query);
          case "POST" -> post(exchange, path.substring(1).split("/"), query);
          case "DELETE" -> delete(exchange, path.substring(1).split("/"));
          default -> throw new Refused(501, exchange.getRequestMethod() + " is not simulated");
        }
      } catch (Refused e) {
        answer(exchange, e.status(), JSON.createObjectNode().put("message", e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void get(HttpExchange exchange, String[] path, Map<String, String> query)
      throws IOException, InterruptedException {
    boolean alone = path.length > 1 && !path[1].equals("json");
    switch (path[0]) {
      case "info" -> answer(exchange, 200, info());
      case "images" -> answer(exchange, 200, alone ? image() : JSON.createArrayNode().add(image()));
      case "events" -> events(exchange, query);
      case "volumes" -> answer(exchange, 200, JSON.createObjectNode().set("Volumes", list(Kind.VOLUME, query)));
      case "containers" -> {
        if (!alone) {
          answer(exchange, 200, list(Kind.CONTAINER, query));
        } else if (path[2].equals("logs")) {
          log(exchange, swarm.get(Kind.CONTAINER, path[1]), query.containsKey("follow"));
        } else {
          answer(exchange, 200, details(swarm.get(Kind.CONTAINER, path[1])));
        }
      }
      default -> {
        Kind kind = Kind.of(path[0]);
        if (!alone) {
          answer(exchange, 200, list(kind, query));
        } else if (path[1].equals("docker_gwbridge")) {
          answer(exchange, 200, gateway());
        } else {
          answer(exchange, 200, swarm.get(kind, path[1]).json());
        }
      }
    }
  }

  private void post(HttpExchange exchange, String[] path, Map<String, String> query) throws IOException {
    JsonNode body;
    try (InputStream in = exchange.getRequestBody()) {
      body = JSON.readTree(in);
    }
    Kind kind = Kind.of(path[0]);
    if (path[1].equals("create")) {
      Item made = swarm.create(kind, body);
      ObjectNode answer = made.json().deepCopy();
      answer(exchange, 201, answer.put(kind == Kind.NETWORK ? "Id" : "ID", made.id()));
    } else {
      swarm.update(path[1], Integer.parseInt(query.get("version")), body);
      answer(exchange, 200, JSON.createObjectNode());
    }
  }

  private void delete(HttpExchange exchange, String[] path) throws IOException, InterruptedException {
    swarm.remove(Kind.of(path[0]), path[1]);
    exchange.sendResponseHeaders(204, -1);
  }

  private ArrayNode list(Kind kind, Map<String, String> query) throws IOException {
    var filters =
        JSON.readValue(query.getOrDefault("filters", "{}"), new TypeReference<Map<String, List<String>>>() {});
    ArrayNode list = JSON.createArrayNode();
    swarm.list(kind, filters).map(Item::json).forEach(list::add);
    return list;
  }

  private static ObjectNode info() {
    ObjectNode info = JSON.createObjectNode().put("ServerVersion", "(simulated)").put("NCPU", 2).put("MemTotal", 8L << 30);
    info.putObject("Swarm").put("NodeID", SimulatedSwarm.NODE).put("LocalNodeState", "active").put("ControlAvailable", true)
        .put("Nodes", 1);
    return info;
  }

  private static ObjectNode image() {
    ObjectNode image = JSON.createObjectNode().put("Id", IMAGE_ID);
    image.putArray("RepoTags").add("nginx:1.27.2");
    return image;
  }

  private static ObjectNode details(Item container) {
    ObjectNode details = container.json().deepCopy();
    details.putObject("State").put("Status", "running").put("Running", true);
    details.putObject("HostConfig");
    return details;
  }

  /** Where the host reaches each container. */
  private ObjectNode gateway() {
    ObjectNode network = JSON.createObjectNode().put("Name", "docker_gwbridge").put("Id", "docker_gwbridge");
    ObjectNode containers = network.putObject("Containers");
    swarm.list(Kind.CONTAINER, Map.of()).forEach(it -> containers.putObject(it.id()).put("IPv4Address", "127.0.0.1/8"));
    return network;
  }

  /** Those to come; of what was before {@code until} nothing is remembered. */
  private void events(HttpExchange exchange, Map<String, String> query) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    if (!query.containsKey("until")) {
      events.send(exchange.getResponseBody());
    }
  }

  /** One line; who follows it hears of the end when the container is gone. */
  private void log(HttpExchange exchange, Item container, boolean follow) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.docker.raw-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    byte[] line = (Instant.now() + " started\n").getBytes(UTF_8);
    out.write(ByteBuffer.allocate(8).put((byte) 1).putInt(4, line.length).array());
    out.write(line);
    out.flush();
    while (follow && swarm.has(container)) {
      Thread.sleep(LOG_LOOK);
    }
  }

  private static void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
    answer(exchange, status, "application/json", JSON.writeValueAsBytes(json));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return query;
  }
}
