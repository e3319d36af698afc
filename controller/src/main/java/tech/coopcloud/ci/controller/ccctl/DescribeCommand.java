package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ccctl describe}. */
@CommandLine.Command(
    name = "describe",
    header = "Show an object as a readable page.",
    description = "Shows what was asked, how it stands, why, and the events that concern it.")
final class DescribeCommand extends Command {
  @Parameters(arity = "1", paramLabel = "TYPE", description = "Type, or TYPE/NAME.")
  private String type = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME", description = "Names.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description = "The objects with these labels.")
  private @Nullable String selector;

  DescribeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    Names wanted = Names.of(type, names);
    Resource resource = new Discovery(api).named(wanted.type());
    List<JsonNode> objects = new ArrayList<>();
    ExitCode exit = ExitCode.OK;
    for (String name : wanted.names()) {
      try {
        objects.add(api.get(resource.object(api.namespace(), name)));
      } catch (StatusException e) {
        exit = failed(e);
      }
    }
    if (wanted.names().isEmpty()) {
      String path = resource.collection(api.namespace()) + new Selector(selector, null).query();
      api.get(path).path("items").forEach(objects::add);
      if (objects.isEmpty()) {
        terminal().error("No resources found in " + api.namespace() + " namespace.");
      }
    }
    for (int i = 0; i < objects.size(); i++) {
      if (i > 0) {
        terminal().line("\n");
      }
      JsonNode object = objects.get(i);
      terminal().line(new Page(terminal(), object, resource.kind(), events(api, object)).text());
    }
    return exit;
  }

  private static List<JsonNode> events(Api api, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    String namespace = metadata.path("namespace").asText("default");
    String query =
        new Selector(null, "involvedObject.uid=" + metadata.path("uid").asText()).query();
    try {
      List<JsonNode> events = new ArrayList<>();
      for (JsonNode event :
          api.get("/api/v1/namespaces/" + Api.encoded(namespace) + "/events" + query)
              .path("items")) {
        if (event.path("involvedObject").path("uid").equals(metadata.path("uid"))) {
          events.add(event);
        }
      }
      return events;
    } catch (StatusException e) {
      return List.of();
    }
  }
}
