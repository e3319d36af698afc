package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.gitea.PrivateFile;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

/** From a comment on a pull request to the report on it, with a real Gitea. */
class GiteaIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String SECRET = "only-gitea-and-cc-ci-know";

  @TempDir private static Path folder;
  private static Gitea gitea;
  private static PullRequests pulls;
  private static CcCi server;

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
                "--poll-interval",
                "1s",
                "--capacity",
                "1")
            .start();
    server.enroll(
        "site",
        gitea.cloneUrl(PullRequests.OWNER, PullRequests.NAME).toString(),
        "forge: {owner: recipes, repository: site, stageStatuses: true}");
    await().atMost(PATIENCE).until(() -> server.isWatched("site"));
  }

  private static String secret(String name, String text) throws IOException {
    return PrivateFile.of(folder.resolve(name), text).toString();
  }

  @AfterAll
  static void stop() {
    server.close();
    gitea.close();
  }

  private static List<String> runsOf(long pull) {
    return server
        .client()
        .resources(TestRun.class)
        .inNamespace("default")
        .list()
        .getItems()
        .stream()
        .filter(run -> run.getSpec().pullRequest() != null)
        .filter(run -> run.getSpec().pullRequest().number() == pull)
        .map((HasMetadata run) -> run.getMetadata().getName())
        .toList();
  }

  private static String awaitRun(long pull, long comment) {
    String name = "site-pr" + pull + "-" + comment;
    await().atMost(PATIENCE).until(() -> runsOf(pull).contains(name));
    return name;
  }

  @Test
  void eachStageHasACommitStatusOfItsOwnBesideThatOfTheRun() {
    String commit = pulls.commit("stages", Site.with("interval: 1s", "interval: 3s"));
    long pull = pulls.open("stages");
    long comment = pulls.comment(pulls.member(), pull, "!testme lint install");

    server.done(awaitRun(pull, comment), PATIENCE);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pulls.statuses(commit))
                    .contains("cc-ci/site/install: success")
                    .anyMatch(it -> it.matches("cc-ci/site/lint: (success|failure)"))
                    .anyMatch(it -> it.matches("cc-ci/site/\\w+\\+\\w+: (success|failure)"))
                    .hasSize(3));
  }

  @Test
  void aMembersCommentIsARunThatShowsItselfOnThePullRequest() {
    String commit = pulls.commit("good", Held.files());
    long pull = pulls.open("good");
    long comment = pulls.comment(pulls.member(), pull, "  !testme install\n");

    String name = awaitRun(pull, comment);
    await()
        .atMost(PATIENCE)
        .until(() -> pulls.statuses(commit).contains("cc-ci/site/install: pending"));
    Held.release(name);
    TestRun run = server.done(name, PATIENCE);

    assertThat(run.getStatus().commit()).isEqualTo(commit);
    assertThat(run.getStatus().level()).as(server.runLog(name)).isEqualTo(1);
    assertThat(run.getSpec().stages()).containsExactly(StageName.INSTALL);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pulls.statuses(commit)).containsExactly("cc-ci/site/install: success"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pulls.ofBot(pull))
                    .singleElement()
                    .asString()
                    .contains("site passed, level 1 (install)", "| install | Passed |")
                    .contains(server.dashboard() + "/runs/default/" + name));
    assertThat(pulls.reactions(comment)).containsExactly("eyes");
    assertThat(server.get("/badge/site.svg", "*/*")).contains("cc-ci: not tested");
    assertThat(Programs.run(folder, Map.of(), "grep", "-rlsF", pulls.botToken(), "server").output())
        .isEmpty();
  }

  @Test
  void aStrangersCommentIsNoRun() {
    pulls.commit("strange", Site.with("interval: 1s", "interval: 3s"));
    long pull = pulls.open("strange");
    long comment = pulls.comment(pulls.stranger(), pull, "!testme");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(pulls.reactions(comment)).containsExactly("confused"));
    assertThat(runsOf(pull)).isEmpty();
    assertThat(pulls.ofBot(pull)).isEmpty();
  }

  @Test
  void whatWasAskedForWhileCcCiWasAwayIsDoneOnceAndWhatHasChangedSinceIsNot() {
    assertThat(server.stop()).isZero();
    pulls.commit("away", Site.with("interval: 1s", "interval: 4s"));
    long away = pulls.open("away");
    long asked = pulls.comment(pulls.member(), away, "!testme install");
    pulls.commit("pushed", Site.with("interval: 1s", "interval: 5s"));
    long pushed = pulls.open("pushed");
    pulls.comment(pulls.member(), pushed, "!testme");
    pulls.commit("pushed", Site.with("interval: 1s", "interval: 6s"));
    pulls.commit("edited", Site.with("interval: 1s", "interval: 7s"));
    long edited = pulls.open("edited");
    long was = pulls.comment(pulls.member(), edited, "Looks good");
    await()
        .atMost(PATIENCE)
        .until(() -> pulls.edit(pulls.member(), was, "Looks good " + System.nanoTime()));
    assertThat(pulls.edit(pulls.member(), was, "!testme")).isTrue();

    server.start();
    String name = awaitRun(away, asked);
    server.kill();
    server.start();
    server.done(name, PATIENCE);
    await().atMost(PATIENCE).until(() -> pulls.ofBot(away).toString().contains("passed"));
    assertThat(server.stop()).isZero();
    server.start();
    long last = pulls.comment(pulls.stranger(), away, "!testme");
    await().atMost(PATIENCE).until(() -> !pulls.reactions(last).isEmpty());

    assertThat(runsOf(away)).containsExactly(name);
    assertThat(pulls.ofBot(away)).hasSize(1);
    assertThat(runsOf(pushed)).isEmpty();
    assertThat(pulls.ofBot(pushed))
        .singleElement()
        .asString()
        .contains("commits were pushed after this comment");
    assertThat(runsOf(edited)).isEmpty();
    assertThat(pulls.ofBot(edited)).isEmpty();
  }

  @Test
  void commentsThatWereThereBeforeTheRecipeWasEnrolledStartNothing() {
    pulls.commit("early", Site.with("interval: 1s", "interval: 7s"));
    long pull = pulls.open("early");
    pulls.comment(pulls.member(), pull, "!testme cancel");
    await().atMost(PATIENCE).until(() -> pulls.ofBot(pull).size() == 1);

    server.enroll(
        "late",
        gitea.cloneUrl(PullRequests.OWNER, PullRequests.NAME).toString(),
        "forge: {owner: recipes, repository: site, organisation: nobodies, allow: [STRANGER]}");
    await().atMost(PATIENCE).until(() -> server.isWatched("late"));
    long now = pulls.comment(pulls.stranger(), pull, "!testme lint");
    await().atMost(PATIENCE).until(() -> !runsOf(pull).isEmpty());

    assertThat(runsOf(pull)).containsExactly("late-pr" + pull + "-" + now);
    assertThat(pulls.ofBot(pull).getFirst()).contains("No run of this pull request is queued");
    server.done("late-pr" + pull + "-" + now, PATIENCE);
    server.client().resources(Recipe.class).inNamespace("default").withName("late").delete();
  }

  @Test
  void theSameCommitIsTestedOnceAtATimeAndACancelledRunSaysSo() {
    String commit = pulls.commit("twice", Held.files());
    long pull = pulls.open("twice");
    String name = awaitRun(pull, pulls.comment(pulls.member(), pull, "!testme install"));
    pulls.comment(pulls.member(), pull, "!testme install");
    await().atMost(PATIENCE).until(() -> pulls.ofBot(pull).toString().contains("tested already"));
    pulls.comment(pulls.member(), pull, "!testme please");
    await().atMost(PATIENCE).until(() -> pulls.ofBot(pull).toString().contains("may stand stages"));
    pulls.comment(pulls.member(), pull, "!testme cancel");

    server.done(name, PATIENCE);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pulls.ofBot(pull))
                    .anyMatch(text -> text.contains("could not be verified (Cancelled)")));
    assertThat(pulls.statuses(commit)).containsExactly("cc-ci/site/install: error");
    assertThat(runsOf(pull)).containsExactly(name);
    assertThat(pulls.ofBot(pull)).hasSize(3);
  }

  @Test
  void aPullRequestFromAForkIsTestedWhenAMemberAsks() {
    PullRequests.Forked forked =
        pulls.openFromFork("forked", Site.with("interval: 1s", "interval: 12s"));
    long not = pulls.comment(pulls.stranger(), forked.pull(), "!testme lint");
    String name =
        awaitRun(forked.pull(), pulls.comment(pulls.member(), forked.pull(), "!testme lint"));

    TestRun run = server.done(name, PATIENCE);
    assertThat(run.getSpec().source()).isEqualTo(gitea.cloneUrl("stranger", "site").toString());
    assertThat(run.getStatus().commit()).isEqualTo(forked.commit());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pulls.statuses(forked.commit()))
                    .singleElement()
                    .isIn("cc-ci/site/lint: success", "cc-ci/site/lint: failure"));
    assertThat(runsOf(forked.pull())).containsExactly(name);
    assertThat(pulls.reactions(not)).containsExactly("confused");
  }

  @Test
  void aPrivateRepositoryIsFetchedWithTheForgesTokenWhichNothingKeeps() {
    String commit = pulls.privately("hidden", Site.files());
    server.enroll("hidden", gitea.cloneUrl("recipes", "hidden").toString(), "");
    server.request("hidden-1", "hidden", "stages: [lint]");
    server.request("hidden-2", "hidden", "stages: [lint]\nsource: http://127.0.0.1:9/site.git");
    server.request("hidden-3", "hidden", "stages: [lint]\nsource: " + folder.resolve("clone"));

    TestRun run = server.done("hidden-1", PATIENCE);
    assertThat(run.getStatus().commit()).as(server.runLog("hidden-1")).isEqualTo(commit);
    server.done("hidden-2", PATIENCE);
    server.done("hidden-3", PATIENCE);
    assertThat(server.runLog("hidden-2")).contains("a server that no Recipe names");
    assertThat(server.runLog("hidden-3")).contains("is a path of cc-ci's machine");
    for (String token : List.of(pulls.botToken(), basic(pulls.botToken()))) {
      assertThat(Programs.run(folder, Map.of(), "grep", "-rlsF", token, "server").output())
          .isEmpty();
    }
  }

  @Test
  void aPrivateForkIsFetchedWhereCcCisUserMayReadIt() {
    PullRequests.Forked forked =
        pulls.openFromPrivateFork("inner", Site.with("interval: 1s", "interval: 14s"));
    server.enroll(
        "inner",
        gitea.cloneUrl(PullRequests.OWNER, "inner").toString(),
        "forge: {owner: recipes, repository: inner}");
    await().atMost(PATIENCE).until(() -> server.isWatched("inner"));
    String unread = "inner-pr" + forked.pull() + "-" + pulls.ask("inner", forked.pull());
    await().atMost(PATIENCE).until(() -> server.find(unread) != null);
    TestRun refused = server.done(unread, PATIENCE);
    assertThat(refused.getStatus().commit()).isNull();
    assertThat(server.runLog(unread))
        .contains("stranger/inner.git could not be fetched", "who may read the repository");

    pulls.showToBot("inner");
    String read = "inner-pr" + forked.pull() + "-" + pulls.ask("inner", forked.pull());
    await().atMost(PATIENCE).until(() -> server.find(read) != null);
    assertThat(server.done(read, PATIENCE).getStatus().commit())
        .as(server.runLog(read))
        .isEqualTo(forked.commit());
    server.client().resources(Recipe.class).inNamespace("default").withName("inner").delete();
  }

  /** As the token travels. */
  private static String basic(String token) {
    return Base64.getEncoder()
        .encodeToString(("cc-ci:" + token).getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aTokenThatWasTakenBackIsSaidAndANewOneNeedsNoRestart() throws IOException {
    pulls.commit("revoked", Site.with("interval: 1s", "interval: 13s"));
    long pull = pulls.open("revoked");
    gitea.revokeTokens("bot");
    long comment = pulls.comment(pulls.member(), pull, "!testme lint");
    await()
        .atMost(PATIENCE)
        .until(() -> server.get("/", "text/html").contains("does not know the token"));
    Files.writeString(folder.resolve("token"), pulls.newBotToken() + "\n");

    server.done(awaitRun(pull, comment), PATIENCE);
    assertThat(server.get("/", "text/html")).doesNotContain("does not know the token");
  }

  @Test
  void aRecipeMayHaveNewCommentsReplaceTheRunsOfTheirPullRequestOrForbidThem() {
    policy("Replace");
    pulls.commit("replaced", Held.files());
    long pull = pulls.open("replaced");
    String first = awaitRun(pull, pulls.comment(pulls.member(), pull, "!testme install"));
    String second = awaitRun(pull, pulls.comment(pulls.member(), pull, "!testme lint"));
    assertThat(server.get(first).getSpec().cancelled()).isTrue();
    server.done(first, PATIENCE);
    server.done(second, PATIENCE);

    policy("Forbid");
    String third = awaitRun(pull, pulls.comment(pulls.member(), pull, "!testme install"));
    pulls.comment(pulls.member(), pull, "!testme lint");
    await()
        .atMost(PATIENCE)
        .until(() -> pulls.ofBot(pull).toString().contains("one run at a time"));
    assertThat(server.get(third).getSpec().cancelled()).isFalse();
    assertThat(runsOf(pull)).containsExactlyInAnyOrder(first, second, third);
    pulls.comment(pulls.member(), pull, "!testme cancel");
    server.done(third, PATIENCE);
    policy("Queue");
  }

  private static void policy(String policy) {
    server
        .client()
        .resources(Recipe.class)
        .inNamespace("default")
        .withName("site")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"concurrency\":{\"policy\":\"" + policy + "\"}}}");
  }

  @Test
  void theDescriptionShowsTheLevelForAsLongAsThatIsWanted() {
    String unsound =
        pulls.commit(
            "unsound", Site.with("image: nginx:1.27.2", "image: nginx:1.27.2\n    'odd': 1"));
    pulls.describe("A site");
    server.enroll(
        "shown",
        gitea.cloneUrl(PullRequests.OWNER, PullRequests.NAME).toString(),
        "forge: {owner: recipes, repository: site, organisation: nobodies, describe: true}");
    server.request("shown-1", "shown", "stages: [install]\nref: " + unsound);
    server.done("shown-1", PATIENCE);
    await()
        .atMost(PATIENCE)
        .until(
            () -> server.ccctl("get", "recipe", "shown", "-o", "yaml").output(),
            text -> text.contains("make that user an administrator of the repository"));
    assertThat(pulls.description()).isEqualTo("A site");

    pulls.permit("admin");
    await().atMost(PATIENCE).until(pulls::description, "A site · cc-ci: level 0"::equals);
    pulls.describe("A good site · cc-ci: level 0");
    server.request("shown-2", "shown", "stages: [install]");
    server.done("shown-2", PATIENCE);
    await().atMost(PATIENCE).until(pulls::description, "A good site · cc-ci: level 1"::equals);
    assertThat(server.ccctl("get", "recipe", "shown", "-o", "yaml").output())
        .doesNotContain("problem");

    describe(false);
    await().atMost(PATIENCE).until(pulls::description, "A good site"::equals);
    describe(true);
    await().atMost(PATIENCE).until(pulls::description, "A good site · cc-ci: level 1"::equals);
    server.client().resources(Recipe.class).inNamespace("default").withName("shown").delete();
    await().atMost(PATIENCE).until(pulls::description, "A good site"::equals);
    pulls.permit("write");
  }

  private static void describe(boolean wanted) {
    server
        .client()
        .resources(Recipe.class)
        .inNamespace("default")
        .withName("shown")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"forge\":{\"describe\":" + wanted + "}}}");
  }

  @Test
  void ccctlSaysWhichWebhookToRegister() {
    Programs.Finished said = server.ccctl("webhook", "--url", "https://ci.example.org/");

    assertThat(said.orFail().output())
        .contains(gitea.url() + "recipes/site/settings/hooks/gitea/new")
        .contains("https://ci.example.org/webhooks/gitea");
  }

  @Test
  void aRunThatIsDeletedHalfWaySaysSo() {
    pulls.commit("deleted", Held.files());
    long pull = pulls.open("deleted");
    String name = awaitRun(pull, pulls.comment(pulls.member(), pull, "!testme install"));
    await().atMost(PATIENCE).until(() -> pulls.ofBot(pull).toString().contains("running"));
    server.client().resources(TestRun.class).inNamespace("default").withName(name).delete();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pulls.ofBot(pull))
                    .singleElement()
                    .asString()
                    .contains("could not be verified (Deleted)"));
  }

  @Test
  void aReportThatCouldNotBeMadeIsMadeGood() {
    pulls.commit("gone", Held.files());
    long pull = pulls.open("gone");
    String name = awaitRun(pull, pulls.comment(pulls.member(), pull, "!testme install"));
    pulls.delete(awaitReport(name));
    gitea.kill();
    Held.release(name);
    server.done(name, PATIENCE);
    gitea.resume();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pulls.ofBot(pull))
                    .singleElement()
                    .asString()
                    .contains("site passed, level 1 (install)"));
    await().atMost(PATIENCE).until(() -> server.get(name).getStatus().report().wasRewritten());
    assertThat(server.output()).contains("does not answer", "answers again");
  }

  /** The id of the comment that a run is reported in. */
  private static long awaitReport(String run) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              TestRunStatus status = server.get(run).getStatus();
              return status == null ? null : status.reportOrNothing().comment();
            },
            Objects::nonNull);
  }

  @Test
  void whatARecipeSaysMeansNothingToTheForge() {
    String hostile =
        "@stranger #1 <img src=x onerror=alert(1)> ``` </pre></details> [a](http://e) :rocket: | x";
    String commit =
        pulls.commit(
            "hostile",
            Site.with("image: nginx:1.27.2", "image: nginx:1.27.2\n    '" + hostile + "': 1"));
    long pull = pulls.open("hostile");
    String name = awaitRun(pull, pulls.comment(pulls.member(), pull, "!testme install"));
    server.done(name, PATIENCE);
    await()
        .atMost(PATIENCE)
        .until(() -> pulls.statuses(commit).contains("cc-ci/site/install: failure"));
    await()
        .atMost(PATIENCE)
        .until(() -> pulls.ofBot(pull).toString().contains("failed at install"));

    String page = pulls.page(pull);
    assertThat(page).contains("failed at install (InvalidRecipe)", "@stranger #1 &lt;img src=x");
    assertThat(page)
        .doesNotContain("<img src=x", "href=\"/stranger\"", "href=\"http://e\"", "\ud83d\ude80");
    assertThat(pulls.notifications(pulls.stranger())).doesNotContain("hostile");
  }
}
