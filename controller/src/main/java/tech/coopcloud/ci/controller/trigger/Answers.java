package tech.coopcloud.ci.controller.trigger;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.forge.Comment;
import tech.coopcloud.ci.forge.ForgeException;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.forge.Reaction;
import tech.coopcloud.ci.forge.RepositoryName;

/** Answers to comments that start no run, each given once. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Gitea forge;

  Answers(Gitea forge) {
    this.forge = forge;
  }

  void react(RepositoryName repository, Comment comment, Reaction reaction) throws ForgeException {
    try {
      forge.react(repository, comment.id(), reaction);
    } catch (ForgeException e) {
      passOver(e);
    }
  }

  /**
   * Answers with a comment, unless it was answered before.
   *
   * @param sentence Markdown of our own: nothing foreign may stand in it
   */
  void say(RepositoryName repository, long pull, Comment comment, String sentence)
      throws ForgeException {
    String marker = "<!-- cc-ci answer to comment " + comment.id() + " -->";
    try {
      String me = forge.login();
      boolean said =
          forge.commentsOn(repository, pull, comment.created().minus(MARGIN)).stream()
              .anyMatch(other -> me.equals(other.author()) && other.body().startsWith(marker));
      if (!said) {
        forge.comment(repository, pull, marker + "\n\n" + sentence + "\n");
      }
    } catch (ForgeException e) {
      passOver(e);
    }
  }

  /** What the forge refuses to this comment alone must not hold up those that follow. */
  private static void passOver(ForgeException e) throws ForgeException {
    if (e.concernsEverything()) {
      throw e;
    }
    LOG.warn("No answer to a comment: {}", e.getMessage());
  }
}
