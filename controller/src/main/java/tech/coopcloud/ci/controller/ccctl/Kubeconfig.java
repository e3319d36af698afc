package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the current context of a kubeconfig file: server, certificate authority, token and
 * namespace. A cluster extension named {@code ci.coopcloud.tech/plain} may give the address of the
 * same API over plain HTTP; it is used on loopback only, where it spares the TLS start-up.
 */
final class Kubeconfig {
  static final String PLAIN_EXTENSION = "ci.coopcloud.tech/plain";
  private final Path file;
  private final JsonNode root;

  private Kubeconfig(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static Server read(Path file) {
    try (Reader in = Files.newBufferedReader(file)) {
      List<JsonNode> documents = Yaml.read(in, file.toString());
      if (documents.isEmpty()) {
        throw CcctlException.usage(file + " is empty: it should be a kubeconfig.");
      }
      return new Kubeconfig(file, documents.getFirst()).server();
    } catch (IOException e) {
      throw new CcctlException(
          ExitCode.UNREACHABLE,
          "error: the kubeconfig " + file + " cannot be read: " + Problems.sentence(e),
          e);
    }
  }

  private Server server() throws IOException {
    JsonNode context = named("contexts", root.path("current-context").asText(""), "context");
    JsonNode cluster = named("clusters", context.path("cluster").asText(""), "cluster");
    String user = context.path("user").asText("");
    JsonNode credentials = user.isEmpty() ? root.path("none") : named("users", user, "user");
    String address = cluster.path("server").asText("");
    if (address.isEmpty()) {
      throw CcctlException.usage(file + " names no server for its current context.");
    }
    return new Server(
        plain(cluster, ServerOptions.address(address, file.toString())),
        authority(cluster),
        token(credentials),
        context.path("namespace").asText("default"));
  }

  private JsonNode named(String list, String name, String field) {
    for (JsonNode entry : root.path(list)) {
      if (entry.path("name").asText("").equals(name)) {
        return entry.path(field);
      }
    }
    throw CcctlException.usage(
        "%s has no %s named \"%s\" under %s.".formatted(file, field, name, list));
  }

  private static URI plain(JsonNode cluster, URI address) {
    for (JsonNode extension : cluster.path("extensions")) {
      if (extension.path("name").asText("").equals(PLAIN_EXTENSION)) {
        URI plain = URI.create(extension.path("extension").path("server").asText(""));
        if (List.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(plain.getHost()))) {
          return plain;
        }
      }
    }
    return address;
  }

  private @Nullable String authority(JsonNode cluster) throws IOException {
    String data = cluster.path("certificate-authority-data").asText("");
    if (!data.isEmpty()) {
      return new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII);
    }
    String path = cluster.path("certificate-authority").asText("");
    return path.isEmpty() ? null : Files.readString(file.resolveSibling(path));
  }

  private @Nullable String token(JsonNode credentials) throws IOException {
    String token = credentials.path("token").asText("");
    String path = credentials.path("tokenFile").asText("");
    if (token.isEmpty() && !path.isEmpty()) {
      token = Files.readString(file.resolveSibling(path), StandardCharsets.UTF_8).strip();
    }
    return token.isEmpty() ? null : token;
  }
}
