package tech.coopcloud.ci.controller.ccctl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ccctl logs}. */
@CommandLine.Command(
    name = "logs",
    header = "Show the log of a run.",
    description = {
      "Shows what a run decided and did, with the output of its services. One line is: time, source,"
          + " text."
    })
final class LogsCommand extends Command {
  @Parameters(arity = "1", paramLabel = "RUN", description = "Name of the TestRun.")
  private String run = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run's log is complete.")
  private boolean follow;

  @Option(names = "--tail", paramLabel = "N", description = "Only the last N lines.")
  private @Nullable Integer tail;

  LogsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    Names named = Names.of(run.contains("/") ? run : "testrun/" + run, List.of());
    String name = named.names().getFirst();
    if (follow && tail != null) {
      throw CcctlException.usage("--follow and --tail do not go together.");
    }
    RunLog log = new RunLog(api, api.namespace(), name);
    Deque<String> last = new ArrayDeque<>();
    log.read(
        follow,
        line -> {
          if (tail == null) {
            terminal().line(terminal().safe(line));
            return !follow || terminal().flush();
          }
          last.add(line);
          if (last.size() > tail) {
            last.removeFirst();
          }
          return true;
        });
    last.forEach(line -> terminal().line(terminal().safe(line)));
    return ExitCode.OK;
  }
}
