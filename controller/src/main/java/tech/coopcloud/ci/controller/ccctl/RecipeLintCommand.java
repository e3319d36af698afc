package tech.coopcloud.ci.controller.ccctl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.lint.Lint;

/** {@code ccctl recipe lint}. */
@CommandLine.Command(
    name = "lint",
    header = "Say what is wrong with a recipe, by file and line.",
    description = "Ends with 0 where nothing is wrong but for warnings, and with 1 otherwise.")
final class RecipeLintCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "1", paramLabel = "DIR", description = "Folder of the recipe.")
  private Path folder = Path.of(".");

  RecipeLintCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    requireFolder(folder);
    List<Finding> findings = Lint.of(folder, WorkingCopy.of(folder).lintContext());
    findings.forEach(finding -> terminal.line(terminal.safe(line(finding))));
    long errors = findings.stream().filter(Finding::isError).count();
    long warnings = findings.size() - errors;
    terminal.line(
        findings.isEmpty() ? "Nothing is wrong." : errors + " errors, " + warnings + " warnings.");
    return (errors > 0 ? ExitCode.FAILED : ExitCode.OK).code();
  }

  private static String line(Finding finding) {
    String place =
        finding.file().isEmpty()
            ? ""
            : finding.file() + (finding.line() > 0 ? ":" + finding.line() : "") + ": ";
    return place + (finding.isError() ? "error: " : "warning: ") + finding.sentence();
  }

  static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw CcctlException.usage(folder + " is not the folder of a recipe.");
    }
  }
}
