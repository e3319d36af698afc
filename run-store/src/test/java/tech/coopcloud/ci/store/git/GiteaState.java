package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.gitea.PrivateFile;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.Problem;

/** A state repository on a Gitea, a person who works there, and stores that keep equal to it. */
final class GiteaState {
  static final String OWNER = "bot";

  /** Longer than the longest pause between two tries. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final Gitea gitea;
  final String name;
  final Path tokenFile;
  final StateRemote remote;
  private final Path folder;

  /**
   * @param name of a repository that is made
   * @param token of its owner
   */
  GiteaState(Gitea gitea, Path folder, String name, String token) {
    this.gitea = gitea;
    this.folder = folder;
    this.name = name;
    URI uri = gitea.repository(OWNER, name, false);
    tokenFile = folder.resolve(name + ".token");
    token(token);
    remote = new StateRemote(uri, tokenFile, Duration.ofMillis(300));
  }

  /** Puts another token into the file. */
  void token(String token) {
    try {
      Files.deleteIfExists(tokenFile);
      PrivateFile.of(tokenFile, token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A store with a folder of its own. */
  StoreFixture open(String store) {
    return new StoreFixture(folder.resolve(name + "-" + store), remote);
  }

  /** A clone that a person works in. */
  GitCli clone(String as) {
    String url = remote.uri().toString().replace("://", "://x:" + gitea.adminToken() + "@");
    return GitCli.clone(url, folder.resolve(name + "-" + as));
  }

  private String api(String path) {
    return "/repos/" + OWNER + "/" + name + path;
  }

  JsonNode api(String method, String path, String json) {
    return gitea.api(method, api(path), json);
  }

  /** Commits a new file to main as the web editor does; again when somebody else was faster. */
  void commit(String path, String text) {
    ObjectNode body = Json.object().put("message", "Add " + path).put("branch", "main");
    body.put("content", base64(text));
    await()
        .ignoreException(Gitea.Refused.class)
        .untilAsserted(() -> api("POST", "/contents/" + path, body.toString()));
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The tip of a branch there, or the empty string. */
  String tip(String branch) {
    try {
      return api("GET", "/branches/" + branch, null).at("/commit/id").asText();
    } catch (Gitea.Refused e) {
      return "";
    }
  }

  /** Waits until both sides have the same tips. The store may not know that yet. */
  void awaitEqual(StoreFixture fixture) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(tip("main")).as("main").isEqualTo(ours(fixture, "main"));
              assertThat(tip("status")).as("status").isEqualTo(ours(fixture, "status"));
            });
  }

  static String ours(StoreFixture fixture, String branch) {
    return GitCli.in(fixture.repository).git("rev-parse", branch).strip();
  }

  /** Waits for one problem, and returns its message. */
  static String awaitProblem(StoreFixture fixture, String reason) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                fixture.store.remoteProblems().stream()
                    .filter(problem -> problem.reason().equals(reason))
                    .map(Problem::message)
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }
}
