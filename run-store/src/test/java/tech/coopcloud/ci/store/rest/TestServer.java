package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectStore;

/** A real API server on a free port, and a plain HTTPS client for it. */
final class TestServer implements AutoCloseable {
  static final String WIDGETS = "/apis/example.org/v1/namespaces/default/widgets";

  final ObjectStore store;
  final ApiServer server;
  final Path kubeconfig;
  final Tokens tokens;
  final HttpClient http;

  TestServer(Path folder, ObjectStore store) throws Exception {
    this(folder, store, Duration.ofMillis(300));
  }

  TestServer(Path folder, ObjectStore store, Duration bookmarkEvery) throws Exception {
    this.store = store;
    tokens = Tokens.in(folder.resolve("token"), new Author("admin", "admin@cc-ci.localhost"));
    Pki pki = new Pki(folder.resolve("pki"), List.of(), Clock.systemUTC());
    KubernetesApi api =
        new KubernetesApi(
            store, List.of(Widgets.TYPE), Set.of(), tokens, Clock.systemUTC(), bookmarkEvery);
    server = new ApiServer(api, tokens, pki, new InetSocketAddress("127.0.0.1", 0), config -> {});
    kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig, null);
    http = HttpClient.newBuilder().sslContext(trusting(pki.caCertificate())).build();
  }

  static SSLContext trusting(String pem) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return tls;
  }

  /** What came back. */
  record Answer(int code, JsonNode body, HttpResponse<byte[]> response) {
    String at(String pointer) {
      return body.at(pointer).asText();
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri() + path))
        .header("Authorization", "Bearer " + tokens.token());
  }

  Answer send(HttpRequest request) throws Exception {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    byte[] body = response.body();
    return new Answer(
        response.statusCode(), body.length == 0 ? Json.object() : Json.parse(body), response);
  }

  Answer get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  Answer send(String method, String path, String contentType, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Answer post(String path, JsonNode body) throws Exception {
    return send("POST", path, "application/json", body.toString());
  }

  Answer put(String path, JsonNode body) throws Exception {
    return send("PUT", path, "application/json", body.toString());
  }

  Answer merge(String path, String patch) throws Exception {
    return send("PATCH", path, "application/merge-patch+json", patch);
  }

  Answer jsonPatch(String path, String patch) throws Exception {
    return send("PATCH", path, "application/json-patch+json", patch);
  }

  Answer delete(String path) throws Exception {
    return send(request(path).DELETE().build());
  }

  /** Creates a widget and answers it as the server has it. */
  ObjectNode widget(String name, String colour) throws Exception {
    Answer answer = post(WIDGETS, Widgets.manifest("default", name, colour));
    if (answer.code() != 201) {
      throw new AssertionError(answer.body().toString());
    }
    return (ObjectNode) answer.body();
  }

  @Override
  public void close() {
    server.close();
    http.shutdownNow();
    store.close();
  }
}
