package tech.coopcloud.ci.report;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.forge.CommitStatus;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Rungs;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.model.Verdict;

/** How a run stands, in a few words of ours: nothing of a recipe is in them. Pure. */
final class Headline {
  private Headline() {}

  /** E.g. {@code passed, level 2 (upgrade)}. */
  static String of(TestRun run) {
    TestRunStatus status = Seen.status(run);
    Verdict verdict = Verdict.of(status);
    if (verdict == null) {
      return underWay(status);
    }
    String level = status.level() == null ? "" : ", level " + level(status.level());
    return switch (verdict) {
          case PASSED -> "passed";
          case FAILED -> "failed" + at(status);
          case UNVERIFIED -> "could not be verified" + why(run);
        }
        + level;
  }

  /** What the commit shows; the context says which stages, so that few never pass for all. */
  static CommitStatus commitStatus(TestRun run, Links links) {
    Verdict verdict = Verdict.of(Seen.status(run));
    String state =
        verdict == null
            ? "pending"
            : switch (verdict) {
              case PASSED -> "success";
              case FAILED -> "failure";
              case UNVERIFIED -> "error";
            };
    String text = of(run);
    return new CommitStatus(
        state,
        context(run),
        Character.toUpperCase(text.charAt(0)) + text.substring(1),
        links.run(run));
  }

  /** What the commit shows of one stage. A stage that does not apply stands in nobody's way. */
  static CommitStatus commitStatus(TestRun run, StageStatus stage, Links links) {
    String state =
        switch (stage.state()) {
          case WAITING, RUNNING -> "pending";
          case PASSED, SKIPPED -> "success";
          case FAILED -> "failure";
          case UNVERIFIED -> "error";
        };
    boolean plain = stage.state() == StageState.PASSED || !stage.state().isFinal();
    return new CommitStatus(
        state,
        "cc-ci/" + run.getSpec().recipe() + "/" + stage.name().text(),
        Seen.word(stage.state()) + (plain ? "" : reason(stage)),
        links.run(run));
  }

  private static String context(TestRun run) {
    var stages = run.getSpec().stages();
    String recipe = "cc-ci/" + run.getSpec().recipe();
    return stages == null || run.getSpec().stagesOrAll().size() == StageName.values().length
        ? recipe
        : recipe
            + "/"
            + run.getSpec().stagesOrAll().stream()
                .map(StageName::text)
                .collect(Collectors.joining("+"));
  }

  private static String underWay(TestRunStatus status) {
    return switch (status.phaseOrPending()) {
      case PENDING ->
          status.queuePosition() == null
              ? "queued"
              : "queued, number " + status.queuePosition() + " in line";
      case DEPLOYING -> "running: deploying";
      case STAGE -> status.stage() == null ? "running" : "running: stage " + status.stage().text();
      case TEARING_DOWN, DONE -> "running: tearing down";
    };
  }

  private static String at(TestRunStatus status) {
    return status.stagesOrNone().stream()
        .filter(stage -> stage.state() == StageState.FAILED)
        .findFirst()
        .map(stage -> " at " + stage.name().text() + reason(stage))
        .orElse("");
  }

  private static String reason(StageStatus stage) {
    return stage.reason() == null ? "" : " (" + stage.reason() + ")";
  }

  private static String why(TestRun run) {
    var succeeded = Seen.succeeded(run);
    return succeeded == null || succeeded.getReason() == null
        ? ""
        : " (" + succeeded.getReason() + ")";
  }

  private static String level(int level) {
    return level + " (" + Rungs.text(level) + ")";
  }

  /** A picture for it, which never stands alone. */
  static String icon(TestRun run) {
    @Nullable Verdict verdict = Verdict.of(Seen.status(run));
    if (verdict == null) {
      return Seen.status(run).phaseOrPending() == Phase.PENDING ? "\u23f3" : "\u25b6\ufe0f";
    }
    return switch (verdict) {
      case PASSED -> "\u2705";
      case FAILED -> "\u274c";
      case UNVERIFIED -> "\u2754";
    };
  }
}
