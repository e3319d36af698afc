package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.gitea.PrivateFile;
import tech.coopcloud.ci.model.TestRun;

/**
 * What comes in at {@code /webhooks/gitea}, while comments are otherwise looked for once an hour.
 */
class WebhookIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SECRET = "only-gitea-and-cc-ci-know";
  private static final String COMMENT =
      "{\"repository\": {\"full_name\": \"recipes/site\"}, \"n\": %d}";

  @TempDir private static Path folder;
  private static Gitea gitea;
  private static PullRequests pulls;
  private static CcCi server;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    gitea = Gitea.start(folder.resolve("gitea"));
    pulls = new PullRequests(gitea, folder);
    server =
        new CcCi(
                folder.resolve("server"),
                "--forge",
                gitea.url().toString(),
                "--forge-token-file",
                secret("token", pulls.botToken()),
                "--webhook-secret-file",
                secret("webhook", SECRET),
                "--state",
                gitea.repository(PullRequests.BOT, "state", false).toString(),
                "--state-token-file",
                secret("state", pulls.botToken()),
                "--poll-interval",
                "1h")
            .start("-Xmx160m");
    server.enroll(
        "site",
        gitea.cloneUrl(PullRequests.OWNER, PullRequests.NAME).toString(),
        "forge: {owner: Recipes, repository: SITE}");
    await().atMost(PATIENCE).until(() -> server.isWatched("site"));
    pulls.webhook(server.dashboard().resolve("/webhooks/gitea").toString(), SECRET);
  }

  private static String secret(String name, String text) throws IOException {
    return PrivateFile.of(folder.resolve(name), text).toString();
  }

  @AfterAll
  static void stop() {
    server.close();
    gitea.close();
  }

  @Test
  void aCommentReachesCcCiByItsWebhook() {
    pulls.commit("hooked", Site.with("interval: 1s", "interval: 2s"));
    long pull = pulls.open("hooked");
    long comment = pulls.comment(pulls.member(), pull, "!testme lint");

    await().atMost(PATIENCE).until(() -> server.find("site-pr" + pull + "-" + comment) != null);
    server.done("site-pr" + pull + "-" + comment, PATIENCE);
  }

  @Test
  void onlyWhatGiteaSignedIsTaken() throws Exception {
    String body = COMMENT.formatted(1);
    assertThat(send("issue_comment", body, null)).isEqualTo(401);
    assertThat(send("issue_comment", body, "")).isEqualTo(401);
    assertThat(send("issue_comment", body, "zz".repeat(32))).isEqualTo(401);
    assertThat(send("issue_comment", body, sign(body, "another secret"))).isEqualTo(401);
    assertThat(send("issue_comment", body + " ", sign(body, SECRET))).isEqualTo(401);
    assertThat(send("issue_comment", body, sign(body, SECRET))).isEqualTo(202);
  }

  @Test
  void whatIsNotForUsOrCameBeforeIsPassedOver() throws Exception {
    String body = COMMENT.formatted(2);
    String other = body.replace("site", "other");
    assertThat(send("issues", body, sign(body, SECRET))).isEqualTo(204);
    assertThat(send(null, body, sign(body, SECRET))).isEqualTo(204);
    assertThat(send("issue_comment", other, sign(other, SECRET))).isEqualTo(204);
    assertThat(send("issue_comment", "[1]", sign("[1]", SECRET))).isEqualTo(204);
    assertThat(send("push", body, sign(body, SECRET))).isEqualTo(204);
    String fresh = COMMENT.formatted(3);
    assertThat(send("issue_comment", fresh, sign(fresh, SECRET))).isEqualTo(202);
    assertThat(send("issue_comment", fresh, sign(fresh, SECRET))).isEqualTo(204);
  }

  @Test
  void aPushToTheStateRepositoryLeadsToALookThere() throws Exception {
    String body = COMMENT.formatted(5).replace("recipes/site", PullRequests.BOT + "/state");
    assertThat(send("push", body, sign(body, SECRET))).isEqualTo(202);
  }

  @Test
  void whatIsTooLargeIsNotRead() throws Exception {
    String body = COMMENT.formatted(4) + " ".repeat(2 << 20);
    assertThat(send("issue_comment", body, sign(body, SECRET))).isEqualTo(413);
    HttpRequest ofUnknownLength =
        HttpRequest.newBuilder(server.dashboard().resolve("/webhooks/gitea"))
            .header("X-Gitea-Event", "issue_comment")
            .header("X-Gitea-Signature", sign(body, SECRET))
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .build();
    assertThat(http.send(ofUnknownLength, BodyHandlers.discarding()).statusCode()).isEqualTo(413);
  }

  @Test
  void aFloodStartsWhatWasAskedForOnceAndTakesNoRoom() throws Exception {
    pulls.commit("flood", Site.with("interval: 1s", "interval: 3s"));
    long pull = pulls.open("flood");
    String filler = "\"" + "x".repeat(50_000) + "\"";
    Deque<CompletableFuture<HttpResponse<Void>>> sent = new ArrayDeque<>();
    Set<Integer> codes = new TreeSet<>();
    long comment = 0;
    for (int n = 0; n < 10_000; n++) {
      if (n == 5_000) {
        comment = pulls.comment(pulls.member(), pull, "!testme lint");
      }
      String body = COMMENT.formatted(100 + n).replace("}, ", "}, \"filler\": " + filler + ", ");
      sent.add(
          http.sendAsync(
              request("issue_comment", body, sign(body, n % 2 == 0 ? SECRET : "bad")),
              BodyHandlers.discarding()));
      if (sent.size() == 64) {
        codes.add(sent.remove().join().statusCode());
      }
    }
    sent.forEach(answer -> codes.add(answer.join().statusCode()));

    String name = "site-pr" + pull + "-" + comment;
    await().atMost(PATIENCE).until(() -> server.find(name) != null);
    server.done(name, PATIENCE);
    assertThat(codes).containsExactly(202, 401);
    assertThat(
            server
                .client()
                .resources(TestRun.class)
                .inNamespace("default")
                .list()
                .getItems()
                .stream()
                .filter(run -> run.getSpec().pullRequest().number() == pull))
        .hasSize(1);
    assertThat(server.output()).doesNotContain("OutOfMemoryError");
  }

  private int send(String event, String body, String signature) throws Exception {
    return http.send(request(event, body, signature), BodyHandlers.discarding()).statusCode();
  }

  private static HttpRequest request(String event, String body, String signature) {
    URI address = server.dashboard().resolve("/webhooks/gitea");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body));
    if (event != null) {
      request.header("X-Gitea-Event", event);
    }
    if (signature != null) {
      request.header("X-Gitea-Signature", signature);
    }
    return request.build();
  }

  private static String sign(String body, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }
}
