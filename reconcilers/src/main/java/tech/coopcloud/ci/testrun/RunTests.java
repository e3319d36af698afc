package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.owntests.OwnTests;
import tech.coopcloud.ci.owntests.TestReport;
import tech.coopcloud.ci.owntests.TestResult;
import tech.coopcloud.ci.swarm.Swarm.LogLine;

/** Runs the tests that the recipe brings with it. Each of them is a check. */
final class RunTests implements Step<Decision.RunTests> {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private final Tools tools;
  private final OwnTests tests;
  private final Results results;

  RunTests(Tools tools, Results results) {
    this.tools = tools;
    this.tests = new OwnTests(tools.swarm(), tools.ingress());
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.RunTests todo) throws Exception {
    TestReport report =
        tools
            .background()
            .take(view.uid(), todo.check(), () -> tools.effects().call("tests", () -> run(view)));
    if (report == null) {
      return Outcome.lookAgain(view.status(), LOOK);
    }
    return switch (report.outcome()) {
      case IMPOSSIBLE -> results.unverified(view, todo, Reason.INFRASTRUCTURE, report.sentence());
      case NONE -> none(view, todo, report);
      case PASSED, FAILED -> reported(view, todo, report);
    };
  }

  private TestReport run(RunView view) throws Exception {
    tools.stack(view, Version.ofRef(view)); // so that the log hides what the app may show
    return tests.run(
        new OwnTests.Target(
            tools.stacks().checkout(view.uid(), Version.ofRef(view)),
            String.valueOf(view.status().domain()),
            String.valueOf(view.status().stackName()),
            tools.owner(view),
            TIMEOUT),
        new Lines(tools.log(view)));
  }

  /** Where the Recipe declares no check either, nothing at all was looked at. */
  private Outcome none(RunView view, Decision.RunTests todo, TestReport report) {
    boolean nothing = view.recipeSpec().checks() == null || view.recipeSpec().checks().isEmpty();
    if (nothing) {
      return results.ended(
          view,
          StageState.UNVERIFIED,
          Reason.COVERAGE_GAP,
          report.sentence()
              + " The Recipe declares no checks either: declare some in its checks, add tests, or say in"
              + " expectedSkips why there are none.");
    }
    return results.with(view, new Check(todo.check(), StageState.SKIPPED, report.sentence(), null));
  }

  private Outcome reported(RunView view, Decision.RunTests todo, TestReport report) {
    RunLog log = tools.log(view);
    StageStatus stage = view.stage();
    for (TestResult result : report.results()) {
      stage =
          stage.withCheck(
              new Check(
                  tools.redactor(view).clean(Checks.TEST + result.name()),
                  state(result),
                  tools.redactor(view).clean(result.message()),
                  null));
    }
    String sentence = tools.redactor(view).clean(report.sentence());
    log.say(sentence);
    boolean passed = report.outcome() == TestReport.Outcome.PASSED;
    return Outcome.goOn(
        view.status()
            .withStage(
                stage.withCheck(
                    passed
                        ? Check.passed(todo.check(), sentence)
                        : Check.failed(todo.check(), sentence))));
  }

  private static StageState state(TestResult result) {
    return switch (result.state()) {
      case PASSED -> StageState.PASSED;
      case FAILED -> StageState.FAILED;
      case SKIPPED -> StageState.SKIPPED;
    };
  }

  /** Puts what the tests write into the run's log, each line later than the one before. */
  private static final class Lines implements Consumer<String> {
    private final RunLog log;
    private Instant last = Instant.EPOCH;

    Lines(RunLog log) {
      this.log = log;
    }

    @Override
    public synchronized void accept(String text) {
      Instant now = Instant.now();
      last = now.isAfter(last) ? now : last.plusNanos(1);
      log.take(new LogLine(last, "tests", "tests", 0, false, text));
    }
  }
}
