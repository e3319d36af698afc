package tech.coopcloud.ci.controller.ccctl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that talks to the server. */
abstract class Command implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOptions options = new ServerOptions();

  Command(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Does the work. Failures that end the command are thrown as {@link CcctlException}. */
  abstract ExitCode run(Api api);

  @Override
  public final Integer call() {
    try (Api api = new Api(options.resolve())) {
      return run(api).code();
    } finally {
      terminal.flush();
    }
  }

  final Terminal terminal() {
    return terminal;
  }

  /** Prints what failed for one of several objects, and goes on. */
  final ExitCode failed(CcctlException e) {
    terminal.error(e.text());
    return e.exitCode();
  }
}
