package tech.coopcloud.ci.owntests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SuiteTest {
  /** A path that ends with {@code *} is executable. */
  private static List<Suite> suites(String... paths) {
    return Suite.of(
        Stream.of(paths)
            .map(it -> new TestFiles.File(it.replace("*", ""), it.endsWith("*"), 1))
            .toList());
  }

  @Test
  void pythonNodeAndProgramsAreFoundByTheirNames() {
    assertThat(
            suites(
                "a.test.mjs",
                "conftest.py*",
                "data.json",
                "deep/b.test.js",
                "deep/run.sh*",
                "helper.py",
                "smoke.sh*",
                "test_login.py*"))
        .extracting(Suite::name)
        .containsExactly("pytest", "node", "smoke.sh");
    assertThat(suites("a.test.mjs", "deep/b.test.js").getFirst().command())
        .endsWith("tests/a.test.mjs", "tests/deep/b.test.js");
    assertThat(suites("smoke.sh*"))
        .containsExactly(new Suite("smoke.sh", List.of("/work/tests/smoke.sh")));
    assertThat(suites("login_test.py")).extracting(Suite::name).containsExactly("pytest");
  }

  @Test
  void otherFilesAreNoTests() {
    assertThat(suites("README.md", "helper.py", "lib/x.js", ".hidden*")).isEmpty();
  }
}
