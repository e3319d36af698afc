package tech.coopcloud.ci.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Rungs;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

/** The comment that shows a run, in Markdown. Pure: it says nothing but what the object says. */
final class ReportText {
  private static final int SHORT_COMMIT = 10;
  private static final int MOST_OF_A_CELL = 100;
  private static final int MOST_OF_EVIDENCE = 4_000;

  private final TestRun run;
  private final TestRunStatus status;
  private final Links links;
  private final StringBuilder text = new StringBuilder();

  private ReportText(TestRun run, Links links) {
    this.run = run;
    this.status = Seen.status(run);
    this.links = links;
  }

  /**
   * @param before the run to compare with
   */
  static String of(TestRun run, Optional<TestRun> before, Links links) {
    return new ReportText(run, links).written(before);
  }

  /** By this the comment of a run is known again; it is not shown. */
  static String marker(TestRun run) {
    return "<!-- cc-ci run " + run.getMetadata().getUid() + " -->";
  }

  private String written(Optional<TestRun> before) {
    paragraph(marker(run));
    paragraph("### " + Headline.icon(run) + " " + run.getSpec().recipe() + " " + Headline.of(run));
    paragraph(origin());
    stages();
    if (status.phaseOrPending() == Phase.DONE) {
      why();
      before.ifPresent(this::compared);
      evidence();
      paragraph(again());
    }
    return text.toString().strip() + "\n";
  }

  private void paragraph(String paragraph) {
    if (!paragraph.isEmpty()) {
      text.append(paragraph).append("\n\n");
    }
  }

  private String origin() {
    List<String> parts = new ArrayList<>();
    String commit = Seen.commit(run);
    if (commit != null) {
      parts.add("Commit `" + commit.substring(0, Math.min(SHORT_COMMIT, commit.length())) + "`");
    }
    parts.add("[run " + run.getMetadata().getName() + "](" + links.run(run) + ")");
    if (status.startedAt() != null) {
      parts.add("[log](" + links.log(run) + ")");
    }
    String screenshot = links.screenshot(run);
    if (screenshot != null) {
      parts.add("[screenshot](" + screenshot + ")");
    }
    return String.join(" \u00b7 ", parts);
  }

  private void stages() {
    if (status.stagesOrNone().isEmpty()) {
      return;
    }
    text.append("| Stage | State | Time | Reason |\n| --- | --- | --- | --- |\n");
    for (StageStatus stage : status.stagesOrNone()) {
      text.append("| ")
          .append(stage.name().text())
          .append(" | ")
          .append(Seen.word(stage.state()))
          .append(" | ")
          .append(Seen.took(stage))
          .append(" | ")
          .append(reason(stage))
          .append(" |\n");
    }
    text.append('\n');
  }

  private static String reason(StageStatus stage) {
    if (stage.state() == StageState.PASSED || stage.reason() == null) {
      return "";
    }
    if (Reason.EARLIER_STAGE.text().equals(stage.reason())) {
      return stage.reason(); // the sentence stands with the stage that did not pass
    }
    String message = Objects.requireNonNullElse(stage.message(), "");
    return (stage.reason() + " " + Foreign.inline(message, MOST_OF_A_CELL)).strip();
  }

  /** What keeps the level down, and what ended the run where no stage says it. */
  private void why() {
    Integer level = status.level();
    if (level != null) {
      // Level 0 says itself what keeps it there.
      String cap = level == 0 ? "" : Objects.requireNonNullElse(status.levelCap(), "");
      paragraph(
          "Level %d of 5: %s.".formatted(level, Rungs.text(level))
              + (cap.isEmpty() ? "" : " Not higher: " + Foreign.inline(cap, MOST_OF_A_CELL) + "."));
    }
    var succeeded = Seen.succeeded(run);
    if (status.stagesOrNone().isEmpty() && succeeded != null && succeeded.getMessage() != null) {
      paragraph(Foreign.inline(succeeded.getMessage(), MOST_OF_EVIDENCE));
    }
    if (!status.leftoversOrNone().isEmpty()) {
      paragraph(
          "Still in the swarm: "
              + Foreign.inline(String.join(", ", status.leftoversOrNone()), MOST_OF_EVIDENCE));
    }
  }

  private void compared(TestRun before) {
    Integer level = Seen.status(before).level();
    List<String> changes = Comparison.changes(run, before);
    paragraph(
        "Compared with the last run outside of pull requests, [%s](%s)%s: %s."
            .formatted(
                before.getMetadata().getName(),
                links.run(before),
                level == null ? "" : ", level " + level,
                changes.isEmpty() ? "no stage stands differently" : String.join("; ", changes)));
  }

  private void evidence() {
    for (StageStatus stage : status.stagesOrNone()) {
      if (stage.state() != StageState.FAILED) {
        continue;
      }
      Optional<Check> failed =
          stage.checksOrNone().stream().filter(c -> c.state() == StageState.FAILED).findFirst();
      String said =
          failed
              .map(check -> check.name() + ": " + Objects.requireNonNullElse(check.message(), ""))
              .orElse(Objects.requireNonNullElse(stage.message(), ""));
      paragraph(
          "<details><summary>What failed first in the stage " + stage.name().text() + "</summary>");
      paragraph(Foreign.block(said, MOST_OF_EVIDENCE));
      paragraph("</details>");
      return;
    }
  }

  private String again() {
    var stages = run.getSpec().stages();
    String command =
        stages == null || stages.isEmpty()
            ? "!testme"
            : "!testme " + stages.stream().map(StageName::text).collect(Collectors.joining(" "));
    return "To test the newest commit, comment `" + command + "`.";
  }
}
