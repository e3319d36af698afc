package tech.coopcloud.ci.controller.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tech.coopcloud.ci.gitea.Gitea;

/**
 * An organisation on a real Gitea with a public recipe repository {@code recipes/site}. {@code
 * member} belongs to it, {@code stranger} does not, and cc-ci's user {@code bot} may write there.
 */
final class PullRequests {
  static final String OWNER = "recipes";
  static final String NAME = "site";
  static final String BOT = "bot";
  private static final String REPOSITORY = "/repos/" + OWNER + "/" + NAME;

  private final Gitea gitea;
  private final Path clone;
  private final String bot;
  private final String member;
  private final String stranger;

  PullRequests(Gitea gitea, Path folder) {
    this.gitea = gitea;
    this.clone = folder.resolve("clone");
    gitea.user(BOT);
    this.bot = newBotToken();
    this.member = gitea.user("member");
    this.stranger = gitea.user("stranger");
    gitea.api("POST", "/orgs", object().put("username", OWNER).toString());
    gitea.api(
        "POST",
        "/orgs/" + OWNER + "/repos",
        object().put("name", NAME).put("private", false).put("default_branch", "main").toString());
    long members = team("members", "read");
    join(members, "member");
    long machines = team("machines", "write");
    join(machines, BOT);
    RecipeRepository.in(clone).commit(Site.files());
    push("main");
  }

  private long team(String name, String permission) {
    ObjectNode team =
        object()
            .put("name", name)
            .put("permission", permission)
            .put("includes_all_repositories", true);
    team.putArray("units").add("repo.code").add("repo.issues").add("repo.pulls");
    return gitea.api("POST", "/orgs/" + OWNER + "/teams", team.toString()).path("id").asLong();
  }

  private void join(long team, String login) {
    gitea.api("PUT", "/teams/" + team + "/members/" + login, null);
  }

  String botToken() {
    return bot;
  }

  /** One more token of cc-ci's user, with what docs/forge.md says that it needs. */
  String newBotToken() {
    return gitea.token(BOT, "write:issue", "write:repository", "read:organization", "read:user");
  }

  String member() {
    return member;
  }

  String stranger() {
    return stranger;
  }

  /** One more repository of the organisation, which nobody else may read; its only commit. */
  String privately(String name, Map<String, String> files) {
    gitea.api(
        "POST",
        "/orgs/" + OWNER + "/repos",
        object().put("name", name).put("private", true).put("default_branch", "main").toString());
    Path folder = clone.resolveSibling(name);
    String commit = RecipeRepository.in(folder).commit(files);
    push(folder, gitea.cloneUrl(OWNER, name), "refs/heads/main");
    return commit;
  }

  /** Commits these files onto a branch of the recipe's repository; the commit. */
  String commit(String branch, Map<String, String> files) {
    Programs.git(clone, "checkout", "--quiet", "-B", branch).orFail();
    String commit = RecipeRepository.in(clone).commit(files);
    push(branch);
    return commit;
  }

  private void push(String branch) {
    push(OWNER, branch);
  }

  private void push(String owner, String branch) {
    push(clone, gitea.cloneUrl(owner, NAME), "refs/heads/" + branch);
  }

  private void push(Path from, URI to, String ref) {
    Programs.git(
            from,
            "-c",
            "http.extraHeader=Authorization: token " + gitea.adminToken(),
            "push",
            "--quiet",
            "--force",
            to.toString(),
            "HEAD:" + ref)
        .orFail();
  }

  /** Publishes what a repository made by {@link #privately} has as a version. */
  void publish(String name, String version) {
    push(clone.resolveSibling(name), gitea.cloneUrl(OWNER, name), "refs/tags/" + version);
  }

  /** The commit and the number of a pull request that stranger opens from a fork of his. */
  record Forked(String commit, long pull) {}

  Forked openFromFork(String branch, Map<String, String> files) {
    gitea.apiAs(stranger, "POST", REPOSITORY + "/forks", "{}");
    Programs.git(clone, "checkout", "--quiet", "-B", branch).orFail();
    String commit = RecipeRepository.in(clone).commit(files);
    push("stranger", branch);
    return new Forked(commit, open(stranger, "stranger:" + branch));
  }

  /**
   * As {@link #openFromFork}, from a fork of a private repository of that name, which only stranger
   * may read.
   */
  Forked openFromPrivateFork(String name, Map<String, String> files) {
    privately(name, Site.files());
    String original = "/repos/" + OWNER + "/" + name;
    gitea.api("PUT", original + "/collaborators/stranger", "{\"permission\": \"read\"}");
    gitea.apiAs(stranger, "POST", original + "/forks", "{}");
    Path folder = clone.resolveSibling(name);
    String commit = RecipeRepository.in(folder).commit(files);
    push(folder, gitea.cloneUrl("stranger", name), "refs/heads/changed");
    long pull =
        gitea
            .apiAs(
                stranger,
                "POST",
                original + "/pulls",
                object()
                    .put("title", "A change")
                    .put("head", "stranger:changed")
                    .put("base", "main")
                    .toString())
            .path("number")
            .asLong();
    return new Forked(commit, pull);
  }

  /** Lets cc-ci's user read stranger's fork of that name. */
  void showToBot(String name) {
    gitea.apiAs(
        stranger,
        "PUT",
        "/repos/stranger/" + name + "/collaborators/" + BOT,
        "{\"permission\": \"read\"}");
  }

  /** Asks for the lint of a pull request of another repository, as a member; the comment's id. */
  long ask(String name, long pull) {
    return gitea
        .apiAs(
            member,
            "POST",
            "/repos/" + OWNER + "/" + name + "/issues/" + pull + "/comments",
            object().put("body", "!testme lint").toString())
        .path("id")
        .asLong();
  }

  /** Opens a pull request of a branch; its number. */
  long open(String branch) {
    return open(gitea.adminToken(), branch);
  }

  private long open(String token, String head) {
    return gitea
        .apiAs(
            token,
            "POST",
            REPOSITORY + "/pulls",
            object().put("title", head).put("head", head).put("base", "main").toString())
        .path("number")
        .asLong();
  }

  /** Writes a comment; its id. */
  long comment(String token, long pull, String text) {
    return gitea
        .apiAs(
            token,
            "POST",
            REPOSITORY + "/issues/" + pull + "/comments",
            object().put("body", text).toString())
        .path("id")
        .asLong();
  }

  /** Changes a comment; whether the forge, which counts in seconds, shows that it was changed. */
  boolean edit(String token, long comment, String text) {
    JsonNode edited =
        gitea.apiAs(
            token,
            "PATCH",
            REPOSITORY + "/issues/comments/" + comment,
            object().put("body", text).toString());
    return OffsetDateTime.parse(edited.path("created_at").asText())
        .plusSeconds(1)
        .isBefore(OffsetDateTime.parse(edited.path("updated_at").asText()));
  }

  void delete(long comment) {
    gitea.api("DELETE", REPOSITORY + "/issues/comments/" + comment, null);
  }

  /** The texts of cc-ci's comments on a pull request, oldest first. */
  List<String> ofBot(long pull) {
    return stream(gitea.api("GET", REPOSITORY + "/issues/" + pull + "/comments", null))
        .filter(comment -> comment.path("user").path("login").asText().equals(BOT))
        .map(comment -> comment.path("body").asText())
        .toList();
  }

  List<String> reactions(long comment) {
    return stream(gitea.api("GET", REPOSITORY + "/issues/comments/" + comment + "/reactions", null))
        .map(reaction -> reaction.path("content").asText())
        .toList();
  }

  /** The newest state of each context of a commit, e.g. {@code cc-ci/site: success}. */
  List<String> statuses(String commit) {
    return stream(
            gitea.api("GET", REPOSITORY + "/commits/" + commit + "/status", null).path("statuses"))
        .map(status -> status.path("context").asText() + ": " + status.path("status").asText())
        .toList();
  }

  /** What the repository's description says. */
  String description() {
    return gitea.api("GET", REPOSITORY, null).path("description").asText();
  }

  /** Changes the repository's description, as a person would. */
  void describe(String description) {
    gitea.api("PATCH", REPOSITORY, object().put("description", description).toString());
  }

  /**
   * Lets cc-ci's user do this with the repository, beside what its team may.
   *
   * @param permission {@code write}, {@code admin}
   */
  void permit(String permission) {
    gitea.api(
        "PUT",
        REPOSITORY + "/collaborators/" + BOT,
        object().put("permission", permission).toString());
  }

  /** A pull request as everybody sees it, in HTML. */
  String page(long pull) {
    return Programs.run(
            clone,
            Map.of(),
            "curl",
            "--silent",
            "--fail",
            gitea.url().resolve("/" + OWNER + "/" + NAME + "/pulls/" + pull).toString())
        .orFail()
        .output();
  }

  /** What somebody was notified of, as JSON. */
  String notifications(String token) {
    return gitea.apiAs(token, "GET", "/notifications?all=true", null).toString();
  }

  /** Registers a webhook of a repository of the organisation, as a person would. */
  void webhook(String repository, String address, String secret) {
    ObjectNode hook = object().put("type", "gitea").put("active", true);
    hook.putArray("events").add("issue_comment").add("pull_request_comment").add("push");
    hook.putObject("config").put("url", address).put("content_type", "json").put("secret", secret);
    gitea.api("POST", "/repos/" + OWNER + "/" + repository + "/hooks", hook.toString());
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    StreamSupport.stream(array.spliterator(), false).forEach(all::add);
    return all.stream();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
