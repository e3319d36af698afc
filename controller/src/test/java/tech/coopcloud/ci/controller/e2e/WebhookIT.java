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
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.gitea.PrivateFile;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeStatus;
import tech.coopcloud.ci.model.TestRun;

/**
 * What comes in at {@code /webhooks/gitea}, while comments are otherwise looked for once an hour.
 */
class WebhookIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String SECRET = "only-gitea-and-cc-ci-know";
  private static final String ELSEWHERE = "only-another-forge-and-cc-ci-know";
  private static final String COMMENT =
      "{\"repository\": {\"full_name\": \"recipes/site\"}, \"n\": %d}";

  @TempDir private static Path folder;
  private static Gitea gitea;
  private static PullRequests pulls;
  private static CcCi server;
  private static String stateToken;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    gitea = Gitea.start(folder.resolve("gitea"));
    pulls = new PullRequests(gitea, folder);
    stateToken = pulls.newBotToken();
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
                secret("state", stateToken),
                "--source-tokens",
                "git.example.org=" + secret("elsewhere", ELSEWHERE),
                "--poll-interval",
                "1h")
            .start("-Xmx160m");
    server.enroll(
        "site",
        gitea.cloneUrl(PullRequests.OWNER, PullRequests.NAME).toString(),
        "forge: {owner: Recipes, repository: SITE}");
    await().atMost(PATIENCE).until(() -> server.isWatched("site"));
    webhook(PullRequests.NAME);
  }

  private static void webhook(String repository) {
    pulls.webhook(repository, server.dashboard().resolve("/webhooks/gitea").toString(), SECRET);
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
  void aVersionTagReachesCcCiByItsWebhook() {
    pulls.privately("tagged", Site.files());
    webhook("tagged");
    server.enroll(
        "tagged",
        gitea.cloneUrl(PullRequests.OWNER, "tagged").toString(),
        "forge: {owner: recipes, repository: tagged, onTag: true}");
    await().atMost(PATIENCE).until(() -> isRead("tagged"));

    pulls.publish("tagged", "1.0.0+1.27.2");
    await().atMost(PATIENCE).until(() -> deletedRunOf("tagged-1-0-0-1-27-2-"));
    // The tags have just been looked at: without a webhook the next look is five minutes away.
    pulls.publish("tagged", "1.1.0+1.27.2");
    await().atMost(PATIENCE).until(() -> deletedRunOf("tagged-1-1-0-1-27-2-"));
  }

  /** Whether everything that writes the status of a new Recipe has done so. */
  private static boolean isRead(String recipe) {
    RecipeStatus status =
        server
            .client()
            .resources(Recipe.class)
            .inNamespace("default")
            .withName(recipe)
            .get()
            .getStatus();
    return status != null
        && status.observedGeneration() != null
        && status.forge() != null
        && status.forge().seenAt() != null
        && status.forge().tags() != null;
  }

  /** Whether there is a run of that name, which need not go on. */
  private static boolean deletedRunOf(String start) {
    var runs = server.client().resources(TestRun.class).inNamespace("default");
    return runs.list().getItems().stream()
        .filter(run -> run.getMetadata().getName().startsWith(start))
        .anyMatch(run -> !runs.resource(run).delete().isEmpty());
  }

  @Test
  void theCodeOfAForkFindsNoSecretOfCcCi() {
    PullRequests.Forked forked = pulls.openFromFork("prying", prying());
    long comment = pulls.comment(pulls.member(), forked.pull(), "!testme install");
    String name = "site-pr" + forked.pull() + "-" + comment;
    String container =
        await().atMost(PATIENCE).until(() -> Held.container(name), found -> !found.isEmpty());
    String printed =
        await()
            .atMost(PATIENCE)
            .until(() -> Engine.docker("logs", container), text -> text.contains("That was all."));
    String service =
        Engine.docker(
            "inspect",
            "--format",
            "{{index .Config.Labels \"com.docker.swarm.service.id\"}}",
            container);
    String seen =
        printed
            + Engine.docker("inspect", container)
            + Engine.docker("service", "inspect", service.strip());
    Held.release(name);

    assertThat(server.done(name, PATIENCE).getStatus().level())
        .as(server.runLog(name))
        .isEqualTo(1);
    seen += server.runLog(name) + server.get("/runs/default/" + name, "text/html");
    assertThat(printed).contains("PATH=", "/run/secrets/password:");
    for (String secret :
        List.of(
            pulls.botToken(),
            basic(pulls.botToken()),
            stateToken,
            basic(stateToken),
            SECRET,
            ELSEWHERE,
            server.client().getConfiguration().getAutoOAuthToken())) {
      assertThat(seen).doesNotContain(secret);
    }
  }

  /** A site that prints whatever it finds, and is healthy once somebody has looked at that. */
  private static Map<String, String> prying() {
    Map<String, String> files = Held.files();
    files.computeIfPresent(
        "compose.yml",
        (name, text) ->
            text.replace(
                "image: nginx:1.27.2",
                """
                image: nginx:1.27.2
                    command:
                      - /bin/sh
                      - -c
                      - |
                        env
                        cat /proc/*/environ | tr '\\0' '\\n'
                        cat /proc/mounts
                        grep -rsI '' /run /tmp /root /home /data
                        echo That was all.
                        exec nginx -g 'daemon off;'"""));
    return files;
  }

  /** As a token travels. */
  private static String basic(String token) {
    return Base64.getEncoder()
        .encodeToString(("cc-ci:" + token).getBytes(StandardCharsets.US_ASCII));
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
  void whatIsTooLargeIsRefused() throws Exception {
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
    long before = heapInUse();
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

    // They carried 500 MB in all.
    assertThat(heapInUse() - before).as("heap kept after the flood, in KB").isLessThan(16_000);
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
                .filter(run -> run.getSpec().pullRequest() != null)
                .filter(run -> run.getSpec().pullRequest().number() == pull))
        .hasSize(1);
    assertThat(server.output()).doesNotContain("OutOfMemoryError");
  }

  /** What the server's heap holds once everything that can go has gone, in KB. */
  private static long heapInUse() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = String.valueOf(server.process().pid());
    Programs.run(folder, Map.of(), jcmd, pid, "GC.run").orFail();
    String heap = Programs.run(folder, Map.of(), jcmd, pid, "GC.heap_info").orFail().output();
    return Pattern.compile("total \\d+K, used (\\d+)K")
        .matcher(heap)
        .results()
        .mapToLong(used -> Long.parseLong(used.group(1)))
        .sum();
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
