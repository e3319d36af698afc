package tech.coopcloud.ci.report;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.forge.CommitStatus;
import tech.coopcloud.ci.forge.ForgeException;
import tech.coopcloud.ci.forge.Gitea;
import tech.coopcloud.ci.forge.RepositoryName;
import tech.coopcloud.ci.model.PullRequest;
import tech.coopcloud.ci.model.ReportStatus;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.Verdict;
import tech.coopcloud.ci.operator.Operators;

/**
 * Brings the pull request of a run to where the run is: a reaction to the comment that asked, one
 * comment, a commit status. What fails is tried again, ever more rarely, for as long as the run
 * exists.
 */
@ControllerConfiguration(
    name = "report",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true)
public final class ReportReconciler implements Reconciler<TestRun> {
  private static final Logger LOG = LoggerFactory.getLogger(ReportReconciler.class);

  /** How long to wait at the most, where the forge does not answer. */
  private static final Duration FORGE_AWAY = Duration.ofMinutes(1);

  /** And where it refuses: a person has to do something. */
  private static final Duration REFUSED = Duration.ofHours(1);

  private final Gitea forge;
  private final Links links;
  private final Supplier<? extends Collection<TestRun>> runs;
  private final ReportComment comments;
  private final Predicate<TestRun> showsStages;
  private final Shown shown = new Shown();
  private final Backoff backoff = new Backoff();

  /**
   * @param runs every TestRun there is
   * @param showsStages whether each stage of the run has a commit status of its own
   */
  public ReportReconciler(
      Gitea forge,
      Links links,
      Supplier<? extends Collection<TestRun>> runs,
      Predicate<TestRun> showsStages) {
    this.forge = forge;
    this.showsStages = showsStages;
    this.links = links;
    this.runs = runs;
    this.comments = new ReportComment(forge);
  }

  @Override
  public UpdateControl<TestRun> reconcile(TestRun run, Context<TestRun> context) {
    // A run without a status has just come; a status of ours alone would hide what others write.
    if (run.getStatus() == null
        || run.getSpec() == null
        || run.getSpec().pullRequest() == null
        || isReported(run)) {
      forget(run);
      return UpdateControl.noUpdate();
    }
    Progress progress = new Progress(run.getStatus().reportOrNothing());
    Duration pause = tried(run, progress);
    if (context.isPrimaryResourceDeleted()) {
      forget(run); // the last that is known of it is shown, or is not
      return UpdateControl.noUpdate();
    }
    if (progress.done.equals(run.getStatus().reportOrNothing())) {
      return later(UpdateControl.noUpdate(), pause);
    }
    run.setStatus(run.getStatus().edit().report(progress.done).build());
    return later(UpdateControl.patchStatus(run), pause == null ? Operators.AFTER_OWN_PATCH : pause);
  }

  /** Returns after how long to look again, or null. */
  private @Nullable Duration tried(TestRun run, Progress progress) {
    try {
      PullRequest pull = Objects.requireNonNull(run.getSpec().pullRequest());
      Duration pause = report(run, pull, progress);
      backoff.forget(uid(run));
      return pause;
    } catch (IllegalArgumentException e) {
      LOG.warn("Run {} cannot be reported: {}", run.getMetadata().getName(), e.getMessage());
      return null;
    } catch (ForgeException e) {
      Duration pause = backoff.next(uid(run), e.concernsEverything() ? FORGE_AWAY : REFUSED);
      LOG.info(
          "Run {} is not reported yet, tried again in {} s: {}",
          run.getMetadata().getName(),
          pause.toSeconds(),
          e.getMessage());
      return pause;
    }
  }

  /** What is done so far; it is kept also where the next thing fails. */
  static final class Progress {
    ReportStatus done;

    Progress(ReportStatus before) {
      this.done = before;
    }
  }

  /** Returns after how long to look again, or null. */
  private @Nullable Duration report(TestRun run, PullRequest pull, Progress progress)
      throws ForgeException {
    RepositoryName repository = new RepositoryName(pull.owner(), pull.repository());
    boolean over = Verdict.of(Seen.status(run)) != null;
    status(run, repository, progress);
    if (showsStages.test(run)) {
      stages(run, repository, progress);
    }
    String text =
        ReportText.of(run, over ? Comparison.before(run, runs.get()) : Optional.empty(), links);
    Instant now = Instant.now();
    Duration pause = shown.pause(uid(run), now);
    if (!shown.is(uid(run), text)) {
      if (!over && pause.isPositive()) {
        return pause;
      }
      comments.show(run, repository, pull, text, progress);
      shown.now(uid(run), text, now);
    }
    if (over) {
      progress.done = progress.done.withVerdictOf(verdictOf(run));
    }
    return null;
  }

  private void status(TestRun run, RepositoryName repository, Progress progress)
      throws ForgeException {
    String commit = Seen.commit(run);
    CommitStatus wanted = Headline.commitStatus(run, links);
    if (commit == null || wanted.state().equals(progress.done.commitStatus())) {
      return;
    }
    show(repository, commit, wanted);
    progress.done = progress.done.withCommitStatus(wanted.state());
  }

  private void stages(TestRun run, RepositoryName repository, Progress progress)
      throws ForgeException {
    String commit = Seen.commit(run);
    String whole = Headline.commitStatus(run, links).context();
    for (StageStatus stage : Seen.status(run).stagesOrNone()) {
      CommitStatus wanted = Headline.commitStatus(run, stage, links);
      // A run of one stage shows it by its own status.
      if (commit != null
          && !wanted.context().equals(whole)
          && !wanted.state().equals(progress.done.stageStatus(stage.name()))) {
        show(repository, commit, wanted);
        progress.done = progress.done.withStageStatus(stage.name(), wanted.state());
      }
    }
  }

  private void show(RepositoryName repository, String commit, CommitStatus wanted)
      throws ForgeException {
    try {
      forge.status(repository, commit, wanted);
    } catch (ForgeException e) {
      if (e.concernsEverything()) {
        throw e;
      }
      LOG.warn("Commit {} gets no status: {}", commit, e.getMessage());
    }
  }

  private boolean isReported(TestRun run) {
    return Verdict.of(Seen.status(run)) != null
        && verdictOf(run).equals(Seen.status(run).reportOrNothing().verdictOf());
  }

  private static String verdictOf(TestRun run) {
    var succeeded = Seen.succeeded(run);
    return succeeded == null || succeeded.getLastTransitionTime() == null
        ? ""
        : succeeded.getLastTransitionTime();
  }

  private void forget(TestRun run) {
    shown.forget(uid(run));
    backoff.forget(uid(run));
  }

  private static UpdateControl<TestRun> later(
      UpdateControl<TestRun> control, @Nullable Duration pause) {
    return pause == null ? control : control.rescheduleAfter(pause);
  }

  private static String uid(TestRun run) {
    return run.getMetadata().getUid();
  }
}
