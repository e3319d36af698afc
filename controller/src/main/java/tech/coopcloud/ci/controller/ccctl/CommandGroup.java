package tech.coopcloud.ci.controller.ccctl;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only gathers others, as {@code ccctl recipe}. */
abstract class CommandGroup implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  CommandGroup(Terminal terminal) {
    this.terminal = terminal;
  }

  final Terminal terminal() {
    return terminal;
  }

  /** The commands by name, in the order in which help shows them. */
  abstract Map<String, Object> commands();

  @Override
  public final Integer call() {
    spec.commandLine().usage(terminal.out());
    return ExitCode.USAGE.code();
  }
}
