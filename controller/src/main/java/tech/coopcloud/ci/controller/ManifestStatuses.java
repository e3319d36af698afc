package tech.coopcloud.ci.controller;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tech.coopcloud.ci.store.git.CommitListener;
import tech.coopcloud.ci.store.git.StateRemote;
import tech.coopcloud.ci.store.object.Problem;

/**
 * Says on the Gitea of the state repository, as the commit status {@code cc-ci/manifests}, whether
 * what a commit brought was accepted, or what is wrong with it.
 */
final class ManifestStatuses implements CommitListener {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LONGEST = 250;

  private final StateRemote remote;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ManifestStatuses(StateRemote remote) {
    this.remote = remote;
  }

  @Override
  public void arrived(String commit, int files, List<Problem> problems) throws IOException {
    String said =
        problems.isEmpty()
            ? files == 1 ? "Accepted" : "Accepted: " + files + " files"
            : problems.getFirst().message()
                + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)");
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("context", "cc-ci/manifests")
            .put("state", problems.isEmpty() ? "success" : "failure")
            .put("description", said.length() > LONGEST ? said.substring(0, LONGEST) + "..." : said)
            .toString();
    HttpRequest request =
        HttpRequest.newBuilder(api(remote.uri(), commit))
            .timeout(PATIENCE)
            .header("Authorization", "token " + remote.token())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      int code = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (code != 201) {
        throw new IOException(
            "the commit status of "
                + commit
                + " was refused ("
                + code
                + "); the token has to have the scope write:repository");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cc-ci is stopping", e);
    }
  }

  /** {@code https://host/owner/name.git}, also below a path, to the address of the API. */
  static URI api(URI repository, String commit) {
    String path = repository.getRawPath().replaceAll("(\\.git)?/*$", "");
    int name = path.lastIndexOf('/');
    int owner = path.lastIndexOf('/', name - 1);
    return repository.resolve(
        path.substring(0, Math.max(owner, 0))
            + "/api/v1/repos"
            + path.substring(Math.max(owner, 0))
            + "/statuses/"
            + commit);
  }
}
