package tech.coopcloud.ci.controller.dashboard;

import static tech.coopcloud.ci.controller.dashboard.Text.text;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Rungs;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.model.TestRunStatus;

/**
 * One run's page.
 *
 * @param why the sentence behind the verdict, empty while there is none
 * @param facts label and value, in reading order
 * @param times likewise, of what there is a time of
 * @param report where the report is, empty where there is none
 * @param repeat the command that does the same again
 */
record RunView(
    RunRow row,
    String why,
    String levelText,
    List<PhaseStep> phases,
    List<Stage> stages,
    List<Shot> shots,
    List<ConditionRow> conditions,
    Map<String, String> facts,
    Map<String, Moment> times,
    String report,
    List<String> leftovers,
    String manifest,
    String repeat,
    LogView log) {
  /** A step in the line of phases; css is past, now or ahead. */
  record PhaseStep(String name, String css) {}

  record Stage(
      String name, Look look, String message, String took, int attempts, List<CheckRow> checks) {}

  record CheckRow(String name, Look look, String message) {}

  /** A screenshot; href is a path on this server. */
  record Shot(String title, String href) {}

  record ConditionRow(String type, String status, String reason, String message, Moment since) {}

  static RunView of(TestRun run, LogView log, RunFiles files, Instant now) {
    TestRunStatus status = Look.status(run);
    RunRow row = RunRow.of(run, now);
    Condition succeeded = status.condition(ConditionType.SUCCEEDED);
    return new RunView(
        row,
        succeeded == null ? "" : text(succeeded.getMessage()),
        level(status.level()),
        phases(status),
        status.stagesOrNone().stream().map(stage -> stage(stage, now)).toList(),
        shots(run, status, files),
        status.conditionsOrNone().stream().map(c -> condition(c, now)).toList(),
        facts(run, status),
        times(run, status, now),
        report(status),
        status.leftoversOrNone(),
        manifest(run),
        repeat(run),
        log);
  }

  private static List<PhaseStep> phases(TestRunStatus status) {
    Phase at = status.phaseOrPending();
    List<PhaseStep> steps = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      String name =
          switch (phase) {
            case PENDING -> "Pending";
            case DEPLOYING -> "Deploying";
            case STAGE ->
                at == Phase.STAGE && status.stage() != null
                    ? "Stage: " + status.stage().text()
                    : "Stage";
            case TEARING_DOWN -> "Tearing down";
            case DONE -> "Done";
          };
      boolean past = phase.compareTo(at) < 0 || at == Phase.DONE;
      steps.add(new PhaseStep(name, past ? "past" : phase == at ? "now" : "ahead"));
    }
    return steps;
  }

  private static Stage stage(StageStatus stage, Instant now) {
    Instant finished = Times.parse(stage.finishedAt());
    return new Stage(
        stage.name().text(),
        Look.of(stage.state()),
        message(stage),
        Times.took(Times.parse(stage.startedAt()), finished == null ? now : finished),
        stage.attempts() == null ? 1 : stage.attempts(),
        stage.checksOrNone().stream().map(RunView::check).toList());
  }

  /** Empty where its state, or a check of it, says the same. */
  private static String message(StageStatus stage) {
    String message = text(stage.message());
    return stage.state() == StageState.PASSED
            || stage.checksOrNone().stream().anyMatch(check -> message.equals(check.message()))
        ? ""
        : message;
  }

  private static CheckRow check(Check check) {
    return new CheckRow(check.name(), Look.of(check.state()), text(check.message()));
  }

  private static List<Shot> shots(TestRun run, TestRunStatus status, RunFiles files) {
    String namespace = text(run.getMetadata().getNamespace());
    String name = run.getMetadata().getName();
    List<Shot> shots = new ArrayList<>();
    for (StageStatus stage : status.stagesOrNone()) {
      for (Check check : stage.checksOrNone()) {
        String file = check.screenshot();
        if (file != null
            && FileEndpoint.servable(file)
            && files.file(namespace, name, file).isPresent()) {
          shots.add(
              new Shot(
                  stage.name().text() + ": " + check.name(),
                  "/runs/" + namespace + "/" + name + "/files/" + file));
        }
      }
    }
    return shots;
  }

  private static ConditionRow condition(Condition c, Instant now) {
    return new ConditionRow(
        text(c.getType()),
        text(c.getStatus()),
        text(c.getReason()),
        text(c.getMessage()),
        Moment.of(c.getLastTransitionTime(), now));
  }

  private static Map<String, String> facts(TestRun run, TestRunStatus status) {
    TestRunSpec spec = Look.spec(run);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Ref", text(spec.ref()));
    facts.put("Commit", text(status.commit()));
    facts.put("Source", text(spec.source()));
    if (spec.pullRequest() != null) {
      var pull = spec.pullRequest();
      facts.put("Pull request", pull.owner() + "/" + pull.repository() + " #" + pull.number());
      facts.put("Asked by", text(pull.author()));
    }
    facts.put("Domain", text(status.domain()));
    facts.put("Stack", text(status.stackName()));
    facts.put("Level cap", text(status.levelCap()));
    facts.put("Repeats", text(spec.retryOf()));
    facts.values().removeIf(String::isEmpty);
    return facts;
  }

  private static Map<String, Moment> times(TestRun run, TestRunStatus status, Instant now) {
    Map<String, Moment> times = new LinkedHashMap<>();
    times.put("Created", Moment.of(run.getMetadata().getCreationTimestamp(), now));
    times.put("Started", Moment.of(status.startedAt(), now));
    times.put("Finished", Moment.of(status.finishedAt(), now));
    times.values().removeIf(moment -> moment.at().isEmpty());
    return times;
  }

  /** The forge said it: only what a browser takes for a page may become a link. */
  private static String report(TestRunStatus status) {
    String address = text(status.reportOrNothing().address());
    return address.startsWith("https://") || address.startsWith("http://") ? address : "";
  }

  private static String manifest(TestRun run) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", run.getMetadata().getName());
    metadata.put("namespace", text(run.getMetadata().getNamespace()));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("apiVersion", run.getApiVersion());
    manifest.put("kind", run.getKind());
    manifest.put("metadata", metadata);
    manifest.put("spec", Look.spec(run));
    return Serialization.asYaml(manifest).replaceFirst("^---\n", "");
  }

  private static String repeat(TestRun run) {
    TestRunSpec spec = Look.spec(run);
    TestRunStatus status = Look.status(run);
    StringBuilder command = new StringBuilder("ccctl run ").append(Shell.word(spec.recipe()));
    String ref = status.commit() == null ? spec.ref() : status.commit();
    if (ref != null) {
      command.append(" --ref ").append(Shell.word(ref));
    }
    if (spec.source() != null) {
      command.append(" --source ").append(Shell.word(spec.source()));
    }
    if (spec.stages() != null && !spec.stages().isEmpty()) {
      command
          .append(" --stages ")
          .append(String.join(",", spec.stages().stream().map(s -> s.text()).toList()));
    }
    return command.toString();
  }

  private static String level(@Nullable Integer level) {
    return level == null || Rungs.text(level).isEmpty()
        ? ""
        : "Level " + level + ": " + Rungs.text(level);
  }
}
