package tech.coopcloud.ci.controller.ccctl;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** Entry point of {@code ccctl}. */
public final class Ccctl {
  private static final Map<String, Function<Terminal, Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("run", RunCommand::new);
    COMMANDS.put("get", GetCommand::new);
    COMMANDS.put("describe", DescribeCommand::new);
    COMMANDS.put("logs", LogsCommand::new);
    COMMANDS.put("wait", WaitCommand::new);
    COMMANDS.put("apply", ApplyCommand::new);
    COMMANDS.put("create", CreateCommand::new);
    COMMANDS.put("delete", DeleteCommand::new);
    COMMANDS.put("recipe", RecipeCommand::new);
    COMMANDS.put("webhook", WebhookCommand::new);
    COMMANDS.put("version", VersionCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
  }

  private Ccctl() {}

  public static void main(String[] args) {
    System.exit(run(Terminal.ofProcess(), args));
  }

  /**
   * Runs one command.
   *
   * @return the exit code, see {@link ExitCode}
   */
  static int run(Terminal terminal, String... args) {
    try {
      // Reading one command's options by reflection is quick, reading all of them is not.
      boolean one = args.length > 0 && COMMANDS.containsKey(args[0]);
      return commandLine(terminal, one ? List.of(args[0]) : List.copyOf(COMMANDS.keySet()))
          .execute(args);
    } finally {
      terminal.flush();
    }
  }

  /** The whole command line, with every command. */
  static CommandLine commandLine(Terminal terminal) {
    return commandLine(terminal, List.copyOf(COMMANDS.keySet()));
  }

  private static CommandLine commandLine(Terminal terminal, List<String> names) {
    CommandSpec root =
        CommandSpec.create()
            .name("ccctl")
            .usageMessage(
                new UsageMessageSpec()
                    .description("Drives cc-ci, the tests of Co-op Cloud recipes.")
                    .synopsisSubcommandLabel("COMMAND"))
            .version(VersionCommand.own());
    root.mixinStandardHelpOptions(true);
    CommandLine commandLine = new CommandLine(root);
    COMMANDS.forEach(
        (name, make) -> {
          if (names.contains(name)) {
            CommandLine command = new CommandLine(make.apply(terminal));
            if (command.getCommand() instanceof CommandGroup group) {
              group.commands().forEach(command::addSubcommand);
            }
            command.getCommandSpec().addOption(help());
            command
                .getSubcommands()
                .values()
                .forEach(inner -> inner.getCommandSpec().addOption(help()));
            commandLine.addSubcommand(name, command);
          }
        });
    return commandLine
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((e, args) -> wrong(terminal, e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e))
        .setExecutionStrategy(
            parsed -> {
              if (!parsed.hasSubcommand()
                  && !parsed.isUsageHelpRequested()
                  && !parsed.isVersionHelpRequested()) {
                parsed.commandSpec().commandLine().usage(terminal.out());
                return ExitCode.USAGE.code();
              }
              return new CommandLine.RunLast().execute(parsed);
            });
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .type(boolean.class)
        .arity("0")
        .description("Show this help.")
        .build();
  }

  private static int wrong(Terminal terminal, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.error("error: " + e.getMessage());
    terminal.error("See '" + command + " --help'.");
    return ExitCode.USAGE.code();
  }

  private static int failed(Terminal terminal, @Nullable Exception e) {
    if (e instanceof CcctlException known) {
      terminal.error(known.text());
      return known.exitCode().code();
    }
    terminal.error("ccctl has a defect; please report it with what follows:");
    if (e != null) {
      e.printStackTrace(terminal.err());
    }
    return ExitCode.INTERNAL.code();
  }
}
