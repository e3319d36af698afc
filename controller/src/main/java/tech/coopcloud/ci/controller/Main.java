package tech.coopcloud.ci.controller;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program {@code cc-ci}. */
@Command(
    name = "cc-ci",
    description = "Tests Co-op Cloud recipes on a real Docker Swarm.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = ServeCommand.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    int code;
    try {
      code =
          new CommandLine(new Main())
              .setExecutionExceptionHandler(Main::explain)
              .execute(arguments);
    } catch (Error e) {
      e.printStackTrace();
      code = 1;
    }
    // What a failed start left running would keep the process.
    System.exit(code);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "A command is missing: cc-ci serve --data DIR starts the server.");
  }

  /** What a person can mend is one sentence; anything else comes with its trace. */
  private static int explain(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult arguments) {
    PrintWriter err = commandLine.getErr();
    if (failure instanceof StartupException) {
      err.println("cc-ci: " + failure.getMessage());
    } else {
      failure.printStackTrace(err);
    }
    err.flush();
    return 1;
  }
}
