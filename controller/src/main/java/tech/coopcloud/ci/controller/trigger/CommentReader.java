package tech.coopcloud.ci.controller.trigger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.forge.Comment;
import tech.coopcloud.ci.forge.ForgeException;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.forge.Pull;
import tech.coopcloud.ci.forge.Reaction;
import tech.coopcloud.ci.forge.RepositoryName;
import tech.coopcloud.ci.model.Forge;
import tech.coopcloud.ci.model.PullRequest;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.ReportStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.report.Links;

/**
 * Reads one comment and does what it asks for. May be called again for the same comment, by a
 * process that was killed in the midst of it: nothing is done twice.
 */
final class CommentReader {
  private static final Logger LOG = LoggerFactory.getLogger(CommentReader.class);

  private final Gitea forge;
  private final Requests requests;
  private final Answers answers;
  private final Links links;

  CommentReader(Gitea forge, Requests requests, Answers answers, Links links) {
    this.forge = forge;
    this.requests = requests;
    this.answers = answers;
    this.links = links;
  }

  /**
   * Whether it was a command at all.
   *
   * @throws ForgeException when the forge does not answer: the comment is to be read again
   */
  boolean read(Recipe recipe, RepositoryName repository, Comment comment) throws ForgeException {
    Long number = comment.pull();
    Optional<Command> command = Command.of(comment.body());
    // What somebody changed afterwards is not what its author asked for.
    if (number == null || command.isEmpty() || comment.edited()) {
      return false;
    }
    if (requests.of(recipe, comment).isPresent()) {
      return true;
    }
    Pull pull;
    try {
      if (!mayAsk(recipe.getSpec().forge(), comment.author())) {
        answers.react(repository, comment, Reaction.CONFUSED);
        return true;
      }
      pull = forge.pull(repository, number);
    } catch (ForgeException e) {
      if (e.concernsEverything()) {
        throw e;
      }
      LOG.warn("Comment {} on {} is passed over: {}", comment.id(), repository, e.getMessage());
      return true;
    }
    if (!pull.open()) {
      return true;
    }
    switch (command.get()) {
      case Command.Malformed malformed ->
          answers.say(repository, number, comment, malformed.sentence());
      case Command.Cancel cancel -> cancel(recipe, repository, pull, comment);
      case Command.Start start -> start(recipe, repository, pull, comment, start);
    }
    return true;
  }

  /** By the forge's own word for the author. */
  private boolean mayAsk(@Nullable Forge of, @Nullable String author) throws ForgeException {
    return of != null
        && author != null
        && (of.allows(author)
            || author.equalsIgnoreCase(of.owner())
            || forge.isMember(of.organisationOrOwner(), author));
  }

  private void cancel(Recipe recipe, RepositoryName repository, Pull pull, Comment comment)
      throws ForgeException {
    var running = requests.of(recipe, repository, pull.number());
    if (running.isEmpty()) {
      answers.say(
          repository,
          pull.number(),
          comment,
          "No run of this pull request is queued or under way.");
      return;
    }
    running.forEach(requests::cancel);
    answers.react(repository, comment, Reaction.THUMBS_UP);
  }

  private void start(
      Recipe recipe, RepositoryName repository, Pull pull, Comment comment, Command.Start start)
      throws ForgeException {
    Optional<String> sentence = started(recipe, repository, pull, comment, start);
    if (sentence.isPresent()) {
      answers.say(repository, pull.number(), comment, sentence.get());
    }
  }

  /** Empty where there is a run now; else why there is none of this comment. */
  private Optional<String> started(
      Recipe recipe, RepositoryName repository, Pull pull, Comment comment, Command.Start start)
      throws ForgeException {
    if (pull.head() == null) {
      return Optional.of("Nothing was started: the repository that the changes are in is gone.");
    }
    if (forge.pushedAfter(repository, pull.number(), comment)) {
      return Optional.of(
          "Nothing was started: commits were pushed after this comment. Look at them, and comment `"
              + comment.body().strip()
              + "` again.");
    }
    TestRunSpec spec = spec(recipe, repository, pull, pull.head(), comment, start);
    Optional<TestRun> alike = requests.alike(recipe, spec);
    if (alike.isPresent()) {
      answers.react(repository, comment, Reaction.EYES);
      return Optional.of(joined(alike.get()));
    }
    switch (recipe.getSpec().concurrencyOrDefault().policyOrDefault()) {
      case QUEUE -> {}
      case REPLACE -> requests.of(recipe, repository, pull.number()).forEach(requests::cancel);
      case FORBID -> {
        List<TestRun> older = requests.of(recipe, repository, pull.number());
        if (!older.isEmpty()) {
          return Optional.of(forbidden(older.getFirst()));
        }
      }
    }
    return requests.ask(recipe, comment, spec).map(why -> refusedByApi(comment, why));
  }

  private TestRunSpec spec(
      Recipe recipe,
      RepositoryName repository,
      Pull pull,
      RepositoryName head,
      Comment comment,
      Command.Start start) {
    return new TestRunSpec(
        recipe.getMetadata().getName(),
        pull.commit(),
        // Made of our own address of the forge, so that no answer of it leads elsewhere.
        forge.cloneAddress(head),
        start.stages().isEmpty() ? null : start.stages(),
        new PullRequest(
            repository.owner(), repository.name(), pull.number(), comment.id(), comment.author()),
        null,
        null,
        null,
        null,
        null,
        start.keep());
  }

  private String joined(TestRun run) {
    ReportStatus report =
        run.getStatus() == null ? ReportStatus.nothing() : run.getStatus().reportOrNothing();
    String shown =
        report.address() == null
            ? "[its page](" + links.run(run) + ")"
            : "[its report](" + report.address() + ")";
    return "This commit is being tested already, by run %s: see %s."
        .formatted(run.getMetadata().getName(), shown);
  }

  private String forbidden(TestRun older) {
    return "Nothing was started: [%s](%s) of this pull request is not over, and the Recipe allows one run at a time."
        .formatted(older.getMetadata().getName(), links.run(older));
  }

  private static String refusedByApi(Comment comment, String why) {
    LOG.warn("Comment {} starts no run: {}", comment.id(), why);
    return "Nothing was started: the run is not valid. The log of cc-ci says why.";
  }
}
