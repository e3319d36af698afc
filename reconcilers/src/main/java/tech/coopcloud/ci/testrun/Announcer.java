package tech.coopcloud.ci.testrun;

import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

/** Is told of every change of a run's status, before it is written. */
interface Announcer {
  void changed(TestRun run, @Nullable TestRunStatus before, TestRunStatus after);
}
