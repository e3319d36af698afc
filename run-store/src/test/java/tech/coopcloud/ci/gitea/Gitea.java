package tech.coopcloud.ci.gitea;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Gitea of one's own, as a process of its own: on a free port of loopback, with SQLite, all
 * its files in one folder. Webhooks may be delivered to loopback. {@code .ci/setup} builds the
 * program.
 */
public final class Gitea implements AutoCloseable {
  /** The administrator that there is from the start. */
  public static final String ADMIN = "operator";

  private static final String PASSWORD = "Not-a-secret-1";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Pattern TOKEN = Pattern.compile("\\b[0-9a-f]{40}\\b");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Program program = Program.find(System.getenv());
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private Process process;
  private String adminToken = "";

  /** An answer that is no success. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refused(String what, int code, String body) {
      super(what + ": " + code + " " + body);
      this.code = code;
    }

    /** The HTTP status. */
    public int code() {
      return code;
    }
  }

  /**
   * @param staticRoot templates and translations; null for a program that carries its own
   */
  private record Program(Path binary, @Nullable Path staticRoot) {
    static Program find(Map<String, String> env) {
      if (env.containsKey("CC_CI_GITEA")) {
        String named = env.get("CC_CI_GITEA_STATIC");
        return new Program(Path.of(env.get("CC_CI_GITEA")), named == null ? null : Path.of(named));
      }
      Path cache =
          env.containsKey("CC_CI_CACHE")
              ? Path.of(env.get("CC_CI_CACHE"))
              : Path.of(env.getOrDefault("HOME", "/"), ".cache", "cc-ci");
      try (Stream<Path> files = Files.list(cache.resolve("bin"))) {
        return files
            .filter(file -> file.getFileName().toString().matches("gitea-v[0-9.]+"))
            .max(Path::compareTo)
            .map(file -> new Program(file, cache.resolve(file.getFileName())))
            .orElseThrow(() -> new IllegalStateException("no Gitea in " + cache));
      } catch (IOException e) {
        throw new UncheckedIOException("There is no Gitea: run .ci/setup, which builds it", e);
      }
    }
  }

  private Gitea(Path folder) {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write("app.ini", settings());
    process = begin();
  }

  /**
   * Starts an empty one, and returns when it answers.
   *
   * @param folder for everything it keeps; made where it is not there
   */
  public static Gitea start(Path folder) {
    Gitea gitea = new Gitea(folder);
    try {
      gitea.awaitAnswer();
      gitea.adminToken =
          token(
              gitea.run(
                  "admin",
                  "user",
                  "create",
                  "--admin",
                  "--username=" + ADMIN,
                  "--password=" + PASSWORD,
                  "--email=" + ADMIN + "@example.org",
                  "--must-change-password=false",
                  "--access-token"));
      return gitea;
    } catch (RuntimeException | Error e) {
      gitea.close();
      throw e;
    }
  }

  private static String token(String output) {
    Matcher token = TOKEN.matcher(output);
    if (!token.find()) {
      throw new IllegalStateException("Gitea printed no token: " + output);
    }
    return token.group();
  }

  private String settings() {
    return """
    RUN_USER = %s
    RUN_MODE = prod
    WORK_PATH = %s
    I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
    [server]
    HTTP_ADDR = 127.0.0.1
    HTTP_PORT = %d
    ROOT_URL = %s
    %s
    DISABLE_SSH = true
    OFFLINE_MODE = true
    LFS_START_SERVER = false
    GRACEFUL_HAMMER_TIME = 1s
    [database]
    DB_TYPE = sqlite3
    SQLITE_TIMEOUT = 60000
    [security]
    INSTALL_LOCK = true
    PASSWORD_HASH_ALGO = pbkdf2$1000$50
    [repository]
    DEFAULT_BRANCH = main
    DEFAULT_PRIVATE = private
    [service]
    DISABLE_REGISTRATION = true
    [webhook]
    ALLOWED_HOST_LIST = loopback
    [migrations]
    ALLOW_LOCALNETWORKS = true
    [actions]
    ENABLED = false
    [packages]
    ENABLED = false
    [indexer]
    ISSUE_INDEXER_TYPE = db
    [queue]
    TYPE = channel
    [session]
    PROVIDER = memory
    [oauth2]
    ENABLED = false
    [log]
    MODE = console
    LEVEL = Warn
    """
        .formatted(
            System.getProperty("user.name"),
            folder,
            port,
            url(),
            program.staticRoot() == null ? "" : "STATIC_ROOT_PATH = " + program.staticRoot());
  }

  private void write(String name, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.binary().toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", folder.resolve("app.ini").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GITEA"));
    builder.environment().put("HOME", folder.toString());
    return builder;
  }

  private Process begin() {
    try {
      return command("web")
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("gitea.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one of Gitea's own commands; returns what it printed. */
  private String run(String... arguments) {
    try {
      Process command = command(arguments).start();
      String output = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (command.waitFor() != 0) {
        throw new IllegalStateException("gitea " + arguments[0] + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitAnswer() {
    long since = System.nanoTime();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new IllegalStateException("Gitea does not start:\n" + log());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private boolean answers() {
    try {
      HttpRequest request = HttpRequest.newBuilder(url().resolve("/api/healthz")).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it has logged. */
  public String log() {
    try {
      return Files.readString(folder.resolve("gitea.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address, the same after a {@link #resume}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Where a repository is cloned from. */
  public URI cloneUrl(String owner, String name) {
    return url().resolve("/" + owner + "/" + name + ".git");
  }

  /** A token of the administrator that may do everything. */
  public String adminToken() {
    return adminToken;
  }

  /**
   * Asks the API ({@code /api/v1}) as the administrator.
   *
   * @param path {@code /repos/...}, with its query
   * @param json the body, or null
   * @return the answer's body; missing when there is none
   * @throws Refused when the answer is no success
   */
  public JsonNode api(String method, String path, @Nullable String json) {
    return api("token " + adminToken, method, path, json);
  }

  /** As {@link #api(String, String, String)}, with the token of somebody else. */
  public JsonNode apiAs(String token, String method, String path, @Nullable String json) {
    return api("token " + token, method, path, json);
  }

  private JsonNode api(String authorization, String method, String path, @Nullable String json) {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/api/v1" + path))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(
                method,
                json == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json))
            .timeout(PATIENCE)
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new Refused(method + " " + path, answer.statusCode(), answer.body());
      }
      return answer.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes a user; returns a token of theirs that may do everything that they may. */
  public String user(String name) {
    api(
        "POST",
        "/admin/users",
        JsonNodeFactory.instance
            .objectNode()
            .put("username", name)
            .put("password", PASSWORD)
            .put("email", name + "@example.org")
            .put("must_change_password", false)
            .toString());
    return token(name, "all");
  }

  /**
   * Makes a token of a user.
   *
   * @param scopes such as {@code write:repository}; {@code all}
   */
  public String token(String user, String... scopes) {
    var body = JsonNodeFactory.instance.objectNode().put("name", "token-" + System.nanoTime());
    var list = body.putArray("scopes");
    Stream.of(scopes).forEach(list::add);
    return api(password(user), "POST", "/users/" + user + "/tokens", body.toString())
        .path("sha1")
        .asText();
  }

  /** Takes back all tokens of a user. */
  public void revokeTokens(String user) {
    for (JsonNode token : api(password(user), "GET", "/users/" + user + "/tokens", null)) {
      api(
          password(user),
          "DELETE",
          "/users/" + user + "/tokens/" + token.path("id").asText(),
          null);
    }
  }

  private static String password(String user) {
    String both = user + ":" + PASSWORD;
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Makes a private repository of a user.
   *
   * @param initialised with a README on main; else it has no branch
   */
  public URI repository(String owner, String name, boolean initialised) {
    api(
        "POST",
        "/admin/users/" + owner + "/repos",
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("private", true)
            .put("auto_init", initialised)
            .put("default_branch", "main")
            .toString());
    return cloneUrl(owner, name);
  }

  /** Stops it in an orderly way; it can be {@linkplain #resume resumed}. */
  public void stop() {
    process.destroy();
    end();
  }

  /** Stops it as a power cut does; it can be {@linkplain #resume resumed}. */
  public void kill() {
    process.destroyForcibly();
    end();
  }

  private void end() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /** Starts it again at the same address, with all that it had; returns when it answers. */
  public void resume() {
    process = begin();
    awaitAnswer();
  }

  @Override
  public void close() {
    stop();
  }
}
