package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ccctl get}. */
@CommandLine.Command(
    name = "get",
    header = "Show objects.",
    description = {
      "Shows one or many objects. TYPE is a plural, singular, kind or short name: testruns, tr,"
          + " recipes, schedules, events, leases. TYPE/NAME names one object as well, and"
          + " TYPE,TYPE or a category (all, cc-ci) lists several types.",
    })
final class GetCommand extends Command {
  @Parameters(arity = "1", paramLabel = "TYPE", description = "Type, or TYPE/NAME.")
  private String type = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME", description = "Names.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "wide, yaml, json, name or jsonpath=TEMPLATE.")
  private @Nullable String output;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description = "Only objects with these labels, e.g. a=b,c!=d.")
  private @Nullable String selector;

  @Option(
      names = "--field-selector",
      paramLabel = "FIELDS",
      description = "Only objects with these fields, e.g. spec.recipe=custom-html.")
  private @Nullable String fieldSelector;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "In every namespace.")
  private boolean allNamespaces;

  @Option(
      names = {"-w", "--watch"},
      description = "Go on and show every change, until Ctrl-C.")
  private boolean watch;

  @Option(names = "--no-headers", description = "Leave the column titles out.")
  private boolean noHeaders;

  @Option(
      names = "--archived",
      description = "Those that have left by retention or were deleted, newest first.")
  private boolean archived;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many archived ones at most. Default: 50.")
  private int limit = 50;

  GetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    Output format = Output.of(output);
    Names wanted = Names.of(type, names);
    List<Resource> resources = new Discovery(api).all(wanted.type());
    String namespace = allNamespaces ? "" : api.namespace();
    if (resources.size() > 1) {
      return several(api, resources, namespace, wanted.names(), format);
    }
    Resource resource = resources.getFirst();
    if (archived) {
      return archived(api, resource, namespace, wanted.names(), format);
    }
    if (wanted.names().isEmpty()) {
      return list(api, resource, namespace, format);
    }
    if (allNamespaces) {
      throw CcctlException.usage("a name and --all-namespaces do not go together.");
    }
    return named(api, resource, namespace, wanted.names(), format);
  }

  private ExitCode list(Api api, Resource resource, String namespace, Output format) {
    Selector chosen = new Selector(selector, fieldSelector);
    String path = resource.collection(namespace) + chosen.query();
    JsonNode list = api.get(path, format.table() ? Api.TABLE : Api.JSON);
    Table table = table(resource, format);
    if (format.table()) {
      if (!list.path("rows").isEmpty()) {
        table.print(list);
      } else if (!watch) {
        nothingFound(resource.namespaced() ? namespace : "");
      }
    } else {
      format.print(terminal(), resource, list);
    }
    if (watch) {
      watch(api, resource, path, version(list), format, table);
    }
    return ExitCode.OK;
  }

  private void nothingFound(String namespace) {
    terminal()
        .error(
            namespace.isEmpty()
                ? "No resources found"
                : "No resources found in " + namespace + " namespace.");
  }

  private ExitCode several(
      Api api, List<Resource> resources, String namespace, List<String> wanted, Output format) {
    if (watch || archived || !wanted.isEmpty()) {
      throw CcctlException.usage("names, --watch and --archived go with one type.");
    }
    new SeveralTypes(terminal(), api, namespace, new Selector(selector, fieldSelector), format)
        .print(resources, resource -> table(resource, format), () -> nothingFound(namespace));
    return ExitCode.OK;
  }

  private ExitCode archived(
      Api api, Resource resource, String namespace, List<String> names, Output format) {
    if (watch || names.size() > 1) {
      throw CcctlException.usage(
          "--archived takes one name or none, and nothing archived can be watched.");
    }
    if (names.size() == 1) {
      fieldSelector =
          "metadata.name=" + names.getFirst() + (fieldSelector == null ? "" : "," + fieldSelector);
    }
    new Archived(api, resource, namespace, new Selector(selector, fieldSelector), limit)
        .print(terminal(), format, table(resource, format));
    return ExitCode.OK;
  }

  private ExitCode named(
      Api api, Resource resource, String namespace, List<String> wanted, Output format) {
    if (watch && wanted.size() == 1) {
      fieldSelector = "metadata.name=" + wanted.getFirst();
      api.get(resource.object(namespace, wanted.getFirst()));
      return list(api, resource, namespace, format);
    }
    if (watch) {
      throw CcctlException.usage("--watch takes one name, or none.");
    }
    ExitCode exit = ExitCode.OK;
    Table table = table(resource, format);
    ArrayNode found = Json.MAPPER.createArrayNode();
    for (String name : wanted) {
      try {
        JsonNode one =
            api.get(resource.object(namespace, name), format.table() ? Api.TABLE : Api.JSON);
        if (format.table()) {
          table.print(one);
        } else {
          found.add(one);
        }
      } catch (StatusException e) {
        exit = failed(e);
      }
    }
    if (!format.table() && wanted.size() == 1 && !found.isEmpty()) {
      format.print(terminal(), resource, found.get(0));
    } else if (!format.table() && !found.isEmpty()) {
      format.print(terminal(), resource, Json.list(found));
    }
    return exit;
  }

  private void watch(
      Api api, Resource resource, String path, String from, Output format, Table table) {
    String version = from;
    while (true) {
      terminal().flush();
      Watch.End end =
          new Watch(api, path, format.table() ? Api.TABLE : Api.JSON, version, null)
              .follow(
                  event -> {
                    if (format.table()) {
                      table.print(event.path("object"));
                    } else {
                      format.print(terminal(), resource, event.path("object"));
                    }
                    return terminal().flush();
                  });
      if (end != Watch.End.GONE) {
        return;
      }
      version = version(api.get(path));
    }
  }

  private Table table(Resource resource, Output format) {
    return new Table(terminal(), format.wide(), allNamespaces && resource.namespaced(), !noHeaders);
  }

  private static String version(JsonNode list) {
    return list.path("metadata").path("resourceVersion").asText("0");
  }
}
