package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.controller.trigger.Webhook;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.gitea.PrivateFile;

/** A server whose state repository is on a real Gitea, as in production. */
class StateOnGiteaIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private static Path folder;
  private static Gitea gitea;
  private static String token;
  private static URI state;
  private static Path tokenFile;

  @BeforeAll
  static void start() throws IOException {
    gitea = Gitea.start(folder.resolve("gitea"));
    token = gitea.user("bot");
    state = gitea.repository("bot", "state", false);
    tokenFile = PrivateFile.of(folder.resolve("token"), token);
  }

  @AfterAll
  static void stop() {
    gitea.close();
  }

  private static CcCi server(String name) {
    return new CcCi(
        folder.resolve(name),
        "--state",
        state.toString(),
        "--state-token-file",
        tokenFile.toString(),
        "--forge",
        gitea.url().toString(),
        "--forge-token-file",
        tokenFile.toString(),
        "--webhook-secret-file",
        tokenFile.toString());
  }

  /** What a webhook is answered that tells of a push to a repository. */
  private static int told(CcCi server, String repository) throws Exception {
    String body = "{\"repository\":{\"full_name\":\"" + repository + "\"}}";
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    HttpRequest request =
        HttpRequest.newBuilder(server.dashboard().resolve(Webhook.PATH))
            .header("X-Gitea-Event", "push")
            .header(
                "X-Gitea-Signature",
                HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8))))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  /** Commits a file as the web editor does; returns the commit. */
  private static String commit(String path, String text) {
    String content = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return gitea
        .api(
            "POST",
            "/repos/bot/state/contents/" + path,
            JsonNodeFactory.instance
                .objectNode()
                .put("branch", "main")
                .put("message", "Add " + path)
                .put("content", content)
                .toString())
        .at("/commit/sha")
        .asText();
  }

  private static String run(String name, String spec) {
    return """
    apiVersion: ci.coopcloud.tech/v1alpha1
    kind: TestRun
    metadata: {name: %s, namespace: default}
    spec: {recipe: nowhere, ref: main%s}
    """
        .formatted(name, spec);
  }

  private static String tree(String branch) {
    return gitea
        .api("GET", "/repos/bot/state/git/trees/" + branch + "?recursive=true", null)
        .findValuesAsText("path")
        .toString();
  }

  private static String branches() {
    return gitea.api("GET", "/repos/bot/state/branches", null).findValuesAsText("name").toString();
  }

  private static JsonNode status(String commit) {
    return gitea.api("GET", "/repos/bot/state/commits/" + commit + "/status", null);
  }

  @Test
  void whatPeopleCommitThereIsRunAndANewServerGoesOnWithIt() throws Exception {
    String uid;
    try (CcCi server = server("one").start()) {
      await().atMost(PATIENCE).until(() -> branches().contains("main"));
      String good = commit("runs/good.yaml", run("good", ""));
      await().atMost(PATIENCE).until(() -> server.find("good") != null);
      uid = server.get("good").getMetadata().getUid();
      await().atMost(PATIENCE).until(() -> tree("status").contains("good"));
      await().atMost(PATIENCE).until(() -> status(good).path("state").asText().equals("success"));

      String bad = commit("runs/bad.yaml", run("bad", ", capers: 7"));
      await().atMost(PATIENCE).until(() -> status(bad).path("state").asText().equals("failure"));
      assertThat(status(bad).at("/statuses/0/description").asText())
          .contains("runs/bad.yaml:1", "spec.capers");

      assertThat(told(server, "bot/state")).isEqualTo(202);
      assertThat(told(server, "bot/other")).isEqualTo(204);

      gitea.kill();
      server.request("meanwhile", "nowhere", "ref: main");
      await().atMost(PATIENCE).until(() -> server.get("/readyz", "text/plain").contains("[!]"));
      assertThat(server.get("/readyz", "text/plain"))
          .contains("[!] remote: The state repository", "cannot be reached")
          .endsWith("\nready\n");
      gitea.resume();
      await().atMost(PATIENCE).until(() -> tree("main").contains("meanwhile.yaml"));
      await().atMost(PATIENCE).until(() -> !server.get("/readyz", "text/plain").contains("[!]"));
      assertThat(server.output()).doesNotContain(token);
      assertThat(server.stop()).isZero();
    }
    try (CcCi fresh = server("two").start()) {
      assertThat(fresh.get("good").getMetadata().getUid()).isEqualTo(uid);
      assertThat(fresh.find("meanwhile")).isNotNull();
    }
  }

  @Test
  void aStateThatCannotBeReachedAtTheFirstStartIsToldOf() {
    try (CcCi server =
        new CcCi(
            folder.resolve("none"),
            "--state",
            gitea.cloneUrl("bot", "nowhere").toString(),
            "--state-token-file",
            tokenFile.toString())) {
      server.begin();
      assertThat(server.exit()).isNotZero();
      assertThat(server.output())
          .contains("is not there, or the token may not see it", "has to answer before")
          .doesNotContain("Exception");
    }
  }
}
