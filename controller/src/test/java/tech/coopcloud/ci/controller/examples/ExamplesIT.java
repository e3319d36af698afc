package tech.coopcloud.ci.controller.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scripts leave by themselves with an error when anything of theirs stays in the engine. */
@Tag("whole-engine")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class ExamplesIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void theQuickstartEndsWithAPassedRunAndItsScreenshot() throws Exception {
    var quickstart = run(Map.of(), "examples/quickstart");

    assertThat(quickstart.output()).contains("Verdict:     PASSED");
    assertThat(quickstart.exitCode()).as(quickstart.output()).isZero();
    var screenshot = Pattern.compile("Screenshot:  (/\\S+\\.png)").matcher(quickstart.output());
    assertThat(screenshot.find()).as(quickstart.output()).isTrue();
    assertThat(Path.of(screenshot.group(1))).isNotEmptyFile();
  }

  @Test
  void theGiteaExampleEndsWithTheVerdictOnThePullRequest() throws Exception {
    var example = run(Map.of(), "examples/gitea");

    assertThat(example.output())
        .contains("custom-html passed, level", "Verdict:       PASSED", "\"state\":\"success\"");
    assertThat(example.exitCode()).as(example.output()).isZero();
  }

  @Test
  void theBenchmarkComparesARunWithItsFloor() throws Exception {
    var bench = run(Map.of("CC_CI_BENCH_ROUNDS", "1"), "examples/bench", "overhead");

    assertThat(bench.output())
        .containsPattern("(?m)^overhead ratio: \\d+\\.\\d\\d$")
        .containsPattern("(?m)^against docker stack: \\d+\\.\\d\\d$");
    assertThat(bench.exitCode()).as(bench.output()).isZero();
  }

  @Test
  void theBenchmarkMeasuresWhatAServerTakes() throws Exception {
    var bench = run(Map.of("CC_CI_BENCH_RUNS", "10"), "examples/bench", "footprint");

    assertThat(bench.output())
        .containsPattern("(?m)^footprint: ready after \\d+ ms, resident \\d+ MB");
    assertThat(bench.exitCode()).as(bench.output()).isZero();
  }

  @Test
  void theBenchmarkRunsManyAtOnceAgainstASimulatedEngine() throws Exception {
    var bench =
        run(
            Map.of("CC_CI_BENCH_REQUESTS", "20", "CC_CI_BENCH_SLOTS", "10"),
            "examples/bench",
            "load");

    assertThat(bench.output())
        .containsPattern("(?m)^ *added by cc-ci +\\d+ +\\d+ +\\d+$")
        .contains("every run passed; left in the engine: 0 objects");
    assertThat(bench.exitCode()).as(bench.output()).isZero();
  }

  @Test
  void whatIsBrokenIsFoundAndWhatIsSoundPasses() throws Exception {
    var verdicts = run(Map.of(), "examples/verdicts", "--short");

    assertThat(verdicts.output()).containsPattern("(?m)^caught \\d{2}, missed 0, false alarms 0$");
    assertThat(verdicts.exitCode()).as(verdicts.output()).isZero();
  }

  @Test
  void everyExampleRecipePassesAllStagesBehindTraefik() throws Exception {
    var recipes = run(Map.of(), "examples/recipes/try", "--ingress", "traefik");

    assertThat(recipes.output().lines())
        .contains(
            "custom-html: level 5 of 5",
            "newsstand: level 5 of 5",
            "pulp: level 5 of 5",
            "wordpress: level 5 of 5");
    assertThat(recipes.exitCode()).as(recipes.output()).isZero();
  }

  @Test
  void anExampleRecipeBecomesARepositoryWithATagForEachVersion() throws Exception {
    Path folder = Files.createTempDirectory("recipe");
    try {
      var made =
          run(Map.of(), "examples/recipes/make-repository", "custom-html", folder.toString());
      var tags = run(Map.of(), "git", "-C", folder.toString(), "tag", "--list", "--sort=v:refname");

      assertThat(made.exitCode()).as(made.output()).isZero();
      assertThat(tags.output().lines()).containsExactly("1.0.0+1.27.2", "1.1.0+1.27.2");
    } finally {
      run(Map.of(), "rm", "-rf", folder.toString());
    }
  }

  private record Finished(int exitCode, String output) {}

  /** The product is built when integration tests run, hence the variable that says so. */
  private static Finished run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("examples", ".log");
    try {
      var builder =
          new ProcessBuilder(List.of(command))
              .directory(ROOT.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile());
      builder.environment().put("CC_CI_BUILT", "yes");
      builder.environment().putAll(environment);
      int exitCode = builder.start().waitFor();
      return new Finished(exitCode, Files.readString(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
