package tech.coopcloud.ci.controller.dashboard;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.ConditionType;
import tech.coopcloud.ci.model.PullRequest;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

/** One run as a line of the list. Texts that are not known are empty. */
record RunRow(
    String namespace,
    String name,
    String recipe,
    String ref,
    String commit,
    Look look,
    String detail,
    @Nullable Integer level,
    String created,
    String age,
    String duration) {
  private static final int SHORT_COMMIT = 8;

  static RunRow of(TestRun run, Instant now) {
    TestRunStatus status = Look.status(run);
    String created = Objects.requireNonNullElse(run.getMetadata().getCreationTimestamp(), "");
    Instant started = Times.parse(status.startedAt());
    Instant finished = Times.parse(status.finishedAt());
    String commit = Objects.requireNonNullElse(status.commit(), "");
    String ref = Objects.requireNonNullElse(Look.spec(run).ref(), "");
    return new RunRow(
        Objects.requireNonNullElse(run.getMetadata().getNamespace(), ""),
        run.getMetadata().getName(),
        Look.spec(run).recipe(),
        commit.startsWith(ref) ? origin(run) : ref,
        commit.substring(0, Math.min(SHORT_COMMIT, commit.length())),
        Look.of(run),
        detail(status),
        status.level(),
        created,
        Times.ago(Times.parse(created), now),
        Times.took(started, finished == null ? now : finished));
  }

  private static String origin(TestRun run) {
    PullRequest pull = Look.spec(run).pullRequest();
    return pull == null ? "" : "#" + pull.number();
  }

  /** What is worth knowing besides the state: the place in the queue, the stage, or why. */
  private static String detail(TestRunStatus status) {
    Condition succeeded = status.condition(ConditionType.SUCCEEDED);
    return switch (status.phaseOrPending()) {
      case PENDING -> status.queuePosition() == null ? "" : "number " + status.queuePosition();
      case DEPLOYING, TEARING_DOWN -> "";
      case STAGE -> status.stage() == null ? "" : status.stage().text();
      case DONE ->
          succeeded == null || "True".equals(succeeded.getStatus())
              ? ""
              : Objects.requireNonNullElse(succeeded.getMessage(), "");
    };
  }
}
