package tech.coopcloud.ci.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import tech.coopcloud.ci.forge.CommitStatus;
import tech.coopcloud.ci.forge.ForgeException;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.forge.RepositoryName;
import tech.coopcloud.ci.store.git.CommitListener;
import tech.coopcloud.ci.store.git.StateRemote;
import tech.coopcloud.ci.store.object.Problem;

/**
 * Says on the Gitea of the state repository, as the commit status {@code cc-ci/manifests}, whether
 * what a commit brought was accepted, or what is wrong with it.
 */
final class ManifestStatuses implements CommitListener, AutoCloseable {
  private static final int LONGEST = 250;

  private final StateRemote remote;
  private final RepositoryName repository;
  private final Gitea gitea;

  /**
   * @param remote its address ends in owner and name, as all of a Gitea do
   * @param guard runs right before each status
   */
  ManifestStatuses(StateRemote remote, Runnable guard) {
    this.remote = remote;
    String path = remote.uri().getPath().replaceAll("(\\.git)?/*$", "");
    int name = path.lastIndexOf('/');
    int owner = path.lastIndexOf('/', name - 1);
    repository = new RepositoryName(path.substring(owner + 1, name), path.substring(name + 1));
    URI address = remote.uri().resolve(path.substring(0, owner) + "/");
    gitea = new Gitea(address, this::token, guard);
  }

  private String token() {
    try {
      return Objects.requireNonNullElse(remote.token(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this is the name of the state repository, {@code owner/name}. */
  boolean isOf(String fullName) {
    return repository.toString().equalsIgnoreCase(fullName);
  }

  @Override
  public void arrived(String commit, int files, List<Problem> problems) throws IOException {
    String said =
        problems.isEmpty()
            ? files == 1 ? "Accepted" : "Accepted: " + files + " files"
            : problems.getFirst().message()
                + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)");
    try {
      gitea.status(
          repository,
          commit,
          new CommitStatus(
              problems.isEmpty() ? "success" : "failure",
              "cc-ci/manifests",
              said.length() > LONGEST ? said.substring(0, LONGEST) + "..." : said,
              ""));
    } catch (ForgeException e) {
      throw new IOException(e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    gitea.close();
  }
}
