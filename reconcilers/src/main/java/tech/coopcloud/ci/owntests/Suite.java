package tech.coopcloud.ci.owntests;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Some of a recipe's tests, run by one command in the folder above {@code tests}.
 *
 * @param name of the runner, or of the program
 */
record Suite(String name, List<String> command) {
  private static final Pattern PYTHON = Pattern.compile("(.*/)?(test_[^/]*|[^/]*_test)\\.py");
  private static final Pattern NODE = Pattern.compile("(.*/)?[^/]+\\.test\\.[cm]?js");

  Suite {
    command = List.copyOf(command);
  }

  /**
   * What there is to run: pytest where there are files that it would take for tests, Node's runner
   * where there are {@code *.test.js} files, and every other executable that lies in the folder
   * itself.
   *
   * @param files all files of the folder, sorted by path
   */
  static List<Suite> of(List<TestFiles.File> files) {
    List<Suite> suites = new ArrayList<>();
    if (files.stream().anyMatch(it -> PYTHON.matcher(it.path()).matches())) {
      suites.add(
          new Suite(
              "pytest",
              List.of(
                  "python3",
                  "-m",
                  "pytest",
                  "-p",
                  "no:cacheprovider",
                  "-o",
                  "junit_family=xunit2",
                  "--junitxml=" + Box.RESULTS + "/pytest.xml",
                  "tests")));
    }
    List<String> node =
        files.stream()
            .map(TestFiles.File::path)
            .filter(it -> NODE.matcher(it).matches())
            .map(it -> "tests/" + it)
            .toList();
    if (!node.isEmpty()) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "node",
                  "--test",
                  "--test-reporter=spec",
                  "--test-reporter-destination=stdout",
                  "--test-reporter=/opt/cc-ci/junit.mjs",
                  "--test-reporter-destination=" + Box.RESULTS + "/node.xml"));
      command.addAll(node);
      suites.add(new Suite("node", command));
    }
    files.stream()
        .filter(TestFiles.File::executable)
        .map(TestFiles.File::path)
        .filter(it -> !it.contains("/") && !it.startsWith("."))
        .filter(it -> !PYTHON.matcher(it).matches() && !NODE.matcher(it).matches())
        .filter(it -> !it.equals("conftest.py"))
        .forEach(it -> suites.add(new Suite(it, List.of(Box.WORK + "/tests/" + it))));
    return List.copyOf(suites);
  }
}
