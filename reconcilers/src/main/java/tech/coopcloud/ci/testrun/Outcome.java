package tech.coopcloud.ci.testrun;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.TestRunStatus;

/**
 * What came of a step: the status as it is now, and when to look again.
 *
 * @param pause null when there is nothing to wait for
 */
record Outcome(TestRunStatus status, Next next, @Nullable Duration pause) {

  enum Next {
    /** The next step can be taken at once. */
    GO_ON,
    /** Something has to happen first; an event will tell, and this is the slow look behind it. */
    LOOK_AGAIN,
    /** There is no next step. */
    REST
  }

  static Outcome goOn(TestRunStatus status) {
    return new Outcome(status, Next.GO_ON, null);
  }

  /**
   * @throws IllegalArgumentException when the wait is zero or less: that would be a busy loop
   */
  static Outcome lookAgain(TestRunStatus status, Duration pause) {
    if (pause.isZero() || pause.isNegative()) {
      throw new IllegalArgumentException("a pause of " + pause + " is none");
    }
    return new Outcome(status, Next.LOOK_AGAIN, pause);
  }

  static Outcome rest(TestRunStatus status) {
    return new Outcome(status, Next.REST, null);
  }
}
