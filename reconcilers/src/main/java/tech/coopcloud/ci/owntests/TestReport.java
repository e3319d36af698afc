package tech.coopcloud.ci.owntests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a recipe's own tests.
 *
 * @param outcome how they ended, all together
 * @param sentence the same, for a person
 * @param results each test with a name of its own, those that failed first where they are too many;
 *     then each suite
 */
public record TestReport(Outcome outcome, String sentence, List<TestResult> results) {
  private static final int MOST_RESULTS = 100;

  public TestReport {
    results = List.copyOf(results);
  }

  /** How all tests together ended. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** The recipe has none. */
    NONE,
    /** They could not be run, and not for a reason of theirs. */
    IMPOSSIBLE
  }

  static TestReport none(boolean otherFiles) {
    String sentence =
        otherFiles
            ? "The folder tests holds nothing that can be run: no test_*.py, no *.test.js and no executable."
            : "The recipe has no folder tests.";
    return new TestReport(Outcome.NONE, sentence, List.of());
  }

  static TestReport refused(String sentence) {
    return new TestReport(Outcome.FAILED, sentence, List.of());
  }

  static TestReport impossible(String sentence) {
    return new TestReport(Outcome.IMPOSSIBLE, sentence, List.of());
  }

  /** Gathers suite by suite. */
  static final class Builder {
    private final List<TestResult> tests = new ArrayList<>();
    private final List<TestResult> suites = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();

    /**
     * @param exitCode null when it did not end within the time for all suites
     */
    Builder suite(
        String name, @Nullable Integer exitCode, Duration timeout, List<TestResult> results) {
      results.forEach(it -> tests.add(named(it)));
      long failed = results.stream().filter(it -> it.state() == TestResult.State.FAILED).count();
      String counts =
          results.isEmpty() ? "" : " " + results.size() + " tests, " + failed + " failed.";
      String end =
          exitCode == null
              ? "It did not end within the " + timeout.toSeconds() + " s that all tests have."
              : exitCode == 0
                  ? "It ended with exit code 0."
                  : exitCode == 137
                      ? "It was killed (exit code 137), maybe because it took more than 1 GiB of memory."
                      : "It ended with exit code " + exitCode + ": see its lines in the log.";
      boolean passed = exitCode != null && exitCode == 0 && failed == 0;
      suites.add(
          named(
              new TestResult(
                  name, passed ? TestResult.State.PASSED : TestResult.State.FAILED, end + counts)));
      return this;
    }

    /** Runners may give one name to several tests. */
    private TestResult named(TestResult result) {
      int before = names.merge(result.name(), 1, Integer::sum) - 1;
      return before == 0
          ? result
          : new TestResult(
              result.name() + " (" + (before + 1) + ")", result.state(), result.message());
    }

    TestReport build() {
      List<TestResult> shown = new ArrayList<>(tests);
      if (shown.size() > MOST_RESULTS) {
        shown.sort((a, b) -> Boolean.compare(passed(a), passed(b)));
        shown.subList(MOST_RESULTS, shown.size()).clear();
      }
      shown.addAll(suites);
      List<String> bad = suites.stream().filter(it -> !passed(it)).map(TestResult::name).toList();
      String counted = tests.isEmpty() ? "" : " " + tests.size() + " tests were counted.";
      return bad.isEmpty()
          ? new TestReport(Outcome.PASSED, "The recipe's own tests passed." + counted, shown)
          : new TestReport(
              Outcome.FAILED,
              "Of the recipe's own tests these failed: " + String.join(", ", bad) + "." + counted,
              shown);
    }

    private static boolean passed(TestResult result) {
      return result.state() != TestResult.State.FAILED;
    }
  }
}
