package tech.coopcloud.ci.owntests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.owntests.TestResult.State;

class TestReportTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(900);

  private static TestResult test(String name, State state) {
    return new TestResult(name, state, "");
  }

  @Test
  void aSuiteFailsByItsExitCodeByATestOrByTime() {
    TestReport report =
        new TestReport.Builder()
            .suite("good", 0, TIMEOUT, List.of(test("a", State.PASSED), test("b", State.SKIPPED)))
            .suite("exit", 2, TIMEOUT, List.of())
            .suite("test", 0, TIMEOUT, List.of(test("c", State.FAILED)))
            .suite("slow", null, TIMEOUT, List.of())
            .build();

    assertThat(report.outcome()).isEqualTo(TestReport.Outcome.FAILED);
    assertThat(report.sentence())
        .isEqualTo(
            "Of the recipe's own tests these failed: exit, test, slow. 3 tests were counted.");
    assertThat(report.results())
        .contains(
            new TestResult("good", State.PASSED, "It ended with exit code 0. 2 tests, 0 failed."),
            new TestResult(
                "slow", State.FAILED, "It did not end within the 900 s that all tests have."));
  }

  @Test
  void testsOfOneNameAreToldApart() {
    TestReport report =
        new TestReport.Builder()
            .suite("s", 0, TIMEOUT, List.of(test("a", State.PASSED), test("a", State.FAILED)))
            .build();

    assertThat(report.results()).extracting(TestResult::name).containsExactly("a", "a (2)", "s");
  }

  @Test
  void ofVeryManyTestsThoseThatFailedAreShown() {
    List<TestResult> many =
        IntStream.range(0, 5_000)
            .mapToObj(it -> test("t" + it, it == 4_999 ? State.FAILED : State.PASSED))
            .toList();

    TestReport report = new TestReport.Builder().suite("s", 1, TIMEOUT, many).build();

    assertThat(report.results()).hasSize(101);
    assertThat(report.results().getFirst().name()).isEqualTo("t4999");
    assertThat(report.results().getLast().message())
        .isEqualTo("It ended with exit code 1: see its lines in the log. 5000 tests, 1 failed.");
  }
}
