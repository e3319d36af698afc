package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code ccctl create}. */
@CommandLine.Command(
    name = "create",
    header = "Create objects from manifests.",
    description = "Creates the objects; they must not exist. A manifest may have a generateName.")
final class CreateCommand extends Command {
  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "File, directory, or - for standard input. May be repeated.")
  private List<String> files = new ArrayList<>();

  CreateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    Discovery discovery = new Discovery(api);
    ExitCode exit = ExitCode.OK;
    for (Manifests.Manifest manifest : Manifests.read(files, false, terminal().in())) {
      try {
        Resource resource = discovery.of(manifest.object(), manifest.where());
        String namespace = Resource.namespaceOf(manifest.object(), api.namespace());
        JsonNode created = api.create(resource.collection(namespace), manifest.object());
        terminal().line(resource.titled(created) + " created");
      } catch (StatusException e) {
        terminal().error("error when creating " + manifest.where() + ":");
        exit = failed(e);
      }
    }
    return exit;
  }
}
