package tech.coopcloud.ci.testrun;

import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.event.EventRecorder;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

/** Writes a Kubernetes Event for each step forward of a run. */
final class Events implements Announcer {
  private final EventRecorder recorder;

  Events(EventRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public void changed(TestRun run, @Nullable TestRunStatus before, TestRunStatus after) {
    Phase was = before == null ? null : before.phase();
    if (after.phase() == null || after.phase() == was) {
      return;
    }
    switch (after.phase()) {
      case PENDING -> recorder.normal(run, "Queued", "Waits for a free slot.");
      case DEPLOYING -> recorder.normal(run, "Started", "Deploys as " + after.domain() + ".");
      case STAGE -> recorder.normal(run, "Healthy", "Every service runs.");
      case TEARING_DOWN -> after.stagesOrNone().forEach(s -> stage(run, s));
      case DONE -> {
        if (after.leftoversOrNone().isEmpty()) {
          recorder.normal(run, "CleanedUp", "Nothing is left in the swarm.");
        } else {
          recorder.warning(run, "Leftovers", String.join(", ", after.leftoversOrNone()));
        }
      }
    }
  }

  private void stage(TestRun run, StageStatus stage) {
    String reason = stage.reason() == null ? "StageEnded" : stage.reason();
    String message = stage.name().text() + ": " + (stage.message() == null ? "" : stage.message());
    if (stage.state() == StageState.PASSED || stage.state() == StageState.SKIPPED) {
      recorder.normal(run, reason, message);
    } else {
      recorder.warning(run, reason, message);
    }
  }
}
