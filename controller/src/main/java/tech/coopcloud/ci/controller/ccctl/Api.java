package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the server's REST API, one connection kept for all of them. Paths begin with a slash
 * and are already encoded.
 */
final class Api implements AutoCloseable {
  static final String JSON = "application/json";
  static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;q=0.9";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Server server;
  private final HttpClient http;

  Api(Server server) {
    this.server = server;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10));
    if (server.caPem() != null) {
      builder.sslContext(trusting(server.caPem()));
    }
    this.http = builder.build();
  }

  Server server() {
    return server;
  }

  String namespace() {
    return server.namespace();
  }

  JsonNode get(String path) {
    return get(path, JSON);
  }

  JsonNode get(String path, String accept) {
    return body(send(request(path).header("Accept", accept).GET()));
  }

  /**
   * Creates an object.
   *
   * @param collection path of the collection that it comes into
   */
  JsonNode create(String collection, JsonNode object) {
    return send("POST", collection + "?fieldManager=ccctl&fieldValidation=Strict", JSON, object);
  }

  JsonNode send(String method, String path, String contentType, @Nullable JsonNode content) {
    return body(
        send(
            request(path)
                .header("Accept", JSON)
                .header("Content-Type", contentType)
                .method(
                    method,
                    content == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(Json.compact(content)))));
  }

  /** An answer that is read as it comes. The caller closes its body. */
  HttpResponse<InputStream> open(String path, String accept) {
    HttpResponse<InputStream> response = send(request(path).header("Accept", accept).GET());
    if (response.statusCode() >= 300) {
      body(response);
    }
    return response;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .timeout(PATIENCE)
            .header("User-Agent", "ccctl");
    if (server.token() != null) {
      request.header("Authorization", "Bearer " + server.token());
    }
    return request;
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CcctlException(ExitCode.INTERRUPTED, "interrupted", e);
    }
  }

  private JsonNode body(HttpResponse<InputStream> response) {
    byte[] bytes;
    try (InputStream in = response.body()) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw away(e);
    }
    JsonNode body;
    try {
      body = Json.read(bytes);
    } catch (UncheckedIOException e) {
      if (response.statusCode() < 300) {
        throw new CcctlException(
            ExitCode.UNREACHABLE,
            "error: " + server + " does not speak the API of cc-ci: it answered with no JSON.",
            e);
      }
      body = Json.object();
    }
    if (response.statusCode() >= 300) {
      throw StatusException.of(response.statusCode(), body);
    }
    return body;
  }

  /** The sentence for a server that does not answer. */
  CcctlException away(IOException e) {
    return new CcctlException(
        ExitCode.UNREACHABLE,
        "error: the server at %s does not answer (%s): start it with \"cc-ci serve\", or name another with --data, --kubeconfig or --server."
            .formatted(server, Problems.sentence(e)),
        e);
  }

  private static SSLContext trusting(String pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int at = 0;
      for (Certificate ca :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        store.setCertificateEntry("ca-" + at++, ca);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new CcctlException(
          ExitCode.USAGE,
          "error: the certificate authority of the kubeconfig is not a PEM certificate: "
              + Problems.sentence(e),
          e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
