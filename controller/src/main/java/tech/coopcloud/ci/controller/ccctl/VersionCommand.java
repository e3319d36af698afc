package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import picocli.CommandLine;

/** {@code ccctl version}. */
@CommandLine.Command(
    name = "version",
    header = "Show the versions of ccctl and of the server.",
    description = "Shows both versions; the server's only where one answers.")
final class VersionCommand extends Command {
  VersionCommand(Terminal terminal) {
    super(terminal);
  }

  static String own() {
    return Objects.requireNonNullElse(
        VersionCommand.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  ExitCode run(Api api) {
    terminal().line("Client Version: " + own());
    terminal().flush();
    JsonNode version = api.get("/version");
    terminal().line("Server Version: " + version.path("gitVersion").asText("unknown"));
    return ExitCode.OK;
  }
}
