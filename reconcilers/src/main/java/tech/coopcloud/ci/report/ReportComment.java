package tech.coopcloud.ci.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.forge.Comment;
import tech.coopcloud.ci.forge.ForgeException;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.forge.Reaction;
import tech.coopcloud.ci.forge.RepositoryName;
import tech.coopcloud.ci.model.PullRequest;
import tech.coopcloud.ci.model.ReportStatus;
import tech.coopcloud.ci.model.TestRun;

/** Keeps the one comment of a run. */
final class ReportComment {
  private static final Logger LOG = LoggerFactory.getLogger(ReportComment.class);

  /** The clocks of forge and cc-ci may differ. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final Gitea forge;

  ReportComment(Gitea forge) {
    this.forge = forge;
  }

  /** Writes the comment where there is none, else replaces what it says. */
  void show(
      TestRun run,
      RepositoryName repository,
      PullRequest pull,
      String text,
      ReportReconciler.Progress progress)
      throws ForgeException {
    ReportStatus done = progress.done;
    if (done.comment() == null) {
      react(repository, pull);
      progress.done = adopted(run, repository, pull, text, done);
    } else if (!forge.edit(repository, done.comment(), text) && !done.wasRewritten()) {
      LOG.info(
          "The comment of run {} was deleted; it is written once more",
          run.getMetadata().getName());
      Comment again = forge.comment(repository, pull.number(), text);
      progress.done = done.withComment(again.id(), again.address(), true);
    }
  }

  /** A process that ended right after it wrote the comment could not say so in the status. */
  private ReportStatus adopted(
      TestRun run, RepositoryName repository, PullRequest pull, String text, ReportStatus done)
      throws ForgeException {
    Instant created = Instant.parse(run.getMetadata().getCreationTimestamp());
    String me = forge.login();
    Optional<Comment> written =
        forge.commentsOn(repository, pull.number(), created.minus(MARGIN)).stream()
            .filter(comment -> me.equals(comment.author()))
            .filter(comment -> comment.body().startsWith(ReportText.marker(run)))
            .findFirst();
    if (written.isPresent() && forge.edit(repository, written.get().id(), text)) {
      return done.withComment(written.get().id(), written.get().address(), false);
    }
    Comment fresh = forge.comment(repository, pull.number(), text);
    return done.withComment(fresh.id(), fresh.address(), false);
  }

  private void react(RepositoryName repository, PullRequest pull) throws ForgeException {
    if (pull.commentId() == null) {
      return;
    }
    try {
      forge.react(repository, pull.commentId(), Reaction.EYES);
    } catch (ForgeException e) {
      if (e.concernsEverything()) {
        throw e;
      }
      LOG.info("No reaction: {}", e.getMessage());
    }
  }
}
