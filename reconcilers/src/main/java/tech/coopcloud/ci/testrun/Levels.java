package tech.coopcloud.ci.testrun;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

/**
 * The ladder: 0 install failed, 1 install, 2 upgrade, 3 backup and restore, 4 functional, 5 lint.
 * The level is the highest rung passed with every rung below it passed or skipped. Pure.
 *
 * @param level null while nothing can be said
 * @param cap what keeps the level from being higher, or null when nothing does
 */
record Levels(@Nullable Integer level, @Nullable String cap) {
  private static final List<List<StageName>> RUNGS =
      List.of(
          List.of(StageName.INSTALL),
          List.of(StageName.UPGRADE),
          List.of(StageName.BACKUP, StageName.RESTORE),
          List.of(StageName.FUNCTIONAL),
          List.of(StageName.LINT));

  static Levels of(TestRunStatus status) {
    StageStatus install = status.stage(StageName.INSTALL);
    if (install == null || !install.state().isFinal()) {
      return new Levels(null, null);
    }
    if (install.state() == StageState.FAILED) {
      return new Levels(0, "install did not pass");
    }
    Integer level = null;
    for (int rung = 0; rung < RUNGS.size(); rung++) {
      boolean passed = false;
      for (StageName name : RUNGS.get(rung)) {
        StageStatus stage = status.stage(name);
        String cap = cap(name, stage);
        if (cap != null) {
          return new Levels(level, cap);
        }
        passed |= stage != null && stage.state() == StageState.PASSED;
      }
      if (passed) {
        level = rung + 1;
      }
    }
    return new Levels(level, null);
  }

  private static @Nullable String cap(StageName name, @Nullable StageStatus stage) {
    if (stage == null) {
      return name.text() + " was not part of the run";
    }
    return switch (stage.state()) {
      case PASSED, SKIPPED -> null;
      case WAITING, RUNNING -> name.text() + " is not over yet";
      case FAILED -> name.text() + " did not pass";
      case UNVERIFIED -> name.text() + " was not verified";
    };
  }
}
