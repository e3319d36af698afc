package tech.coopcloud.ci.controller.ccctl;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code ccctl completion}. */
@CommandLine.Command(
    name = "completion",
    header = "Print a completion script for the shell.",
    description = "Use it with: source <(ccctl completion bash)")
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "1",
      paramLabel = "bash",
      description = "The shell; zsh reads bash's as well.")
  private String shell = "";

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw CcctlException.usage(
          "there is no completion for \"" + shell + "\"; there is for bash.");
    }
    terminal.line(AutoComplete.bash("ccctl", Ccctl.commandLine(terminal)));
    return ExitCode.OK.code();
  }
}
