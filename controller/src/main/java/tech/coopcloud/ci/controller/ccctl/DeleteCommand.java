package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ccctl delete}. */
@CommandLine.Command(
    name = "delete",
    header = "Delete objects.",
    description = {
      "Deletes objects by name, by label or by manifest. A run that is under way is torn down"
          + " first; the command waits for that unless --wait=false."
    })
final class DeleteCommand extends Command {
  @Parameters(index = "0", arity = "0..1", paramLabel = "TYPE", description = "Type, or TYPE/NAME.")
  private @Nullable String type;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME", description = "Names.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "Delete what these manifests name: file, directory, or -.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description = "Delete the objects with these labels.")
  private @Nullable String selector;

  @Option(names = "--all", description = "Delete all objects of the type in the namespace.")
  private boolean all;

  @Option(
      names = "--wait",
      arity = "0..1",
      paramLabel = "true|false",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Wait until the objects are gone. Default: true.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait, e.g. 2m. Default: without end.")
  private @Nullable String timeout;

  @Option(names = "--ignore-not-found", description = "An object that does not exist is no error.")
  private boolean ignoreNotFound;

  DeleteCommand(Terminal terminal) {
    super(terminal);
  }

  private record Target(Resource resource, String namespace, String name) {}

  @Override
  ExitCode run(Api api) {
    Instant deadline =
        timeout == null ? null : Instant.now().plus(Durations.parse(timeout, "--timeout"));
    ExitCode exit = ExitCode.OK;
    List<Target> deleted = new ArrayList<>();
    for (Target target : targets(api)) {
      try {
        api.send("DELETE", target.resource.object(target.namespace, target.name), Api.JSON, null);
        terminal().line(said(target));
        deleted.add(target);
      } catch (StatusException e) {
        if (e.code() != 404 || !ignoreNotFound) {
          exit = failed(e);
        }
      }
    }
    terminal().flush();
    if (wait) {
      for (Target target : deleted) {
        boolean gone =
            new Waiting(api, target.resource, target.namespace, target.name)
                .until(
                    object -> object.isMissingNode() ? Waiting.Answer.MET : Waiting.Answer.NOT_YET,
                    deadline);
        if (!gone) {
          exit =
              failed(
                  new CcctlException(
                      ExitCode.FAILED,
                      "error: timed out waiting for "
                          + target.resource.titled(target.name)
                          + " to be gone; it is still being torn down"));
        }
      }
    }
    return exit;
  }

  private static String said(Target target) {
    return target.resource.qualified() + " \"" + target.name + "\" deleted";
  }

  private List<Target> targets(Api api) {
    Discovery discovery = new Discovery(api);
    List<Target> targets = new ArrayList<>();
    if (!files.isEmpty()) {
      if (type != null) {
        throw CcctlException.usage("name objects, or manifests with -f, not both.");
      }
      for (Manifests.Manifest manifest : Manifests.read(files, false, terminal().in())) {
        targets.add(
            new Target(
                discovery.of(manifest.object(), manifest.where()),
                Resource.namespaceOf(manifest.object(), api.namespace()),
                manifest.object().path("metadata").path("name").asText()));
      }
      return targets;
    }
    if (type == null) {
      throw CcctlException.usage("name what to delete: TYPE NAME, or -f FILE.");
    }
    Names wanted = Names.of(type, names);
    Resource resource = discovery.named(wanted.type());
    wanted.names().forEach(name -> targets.add(new Target(resource, api.namespace(), name)));
    if (wanted.names().isEmpty()) {
      if (!all && selector == null) {
        throw CcctlException.usage("name the objects to delete, or choose them with -l or --all.");
      }
      String path = resource.collection(api.namespace()) + new Selector(selector, null).query();
      for (JsonNode item : api.get(path).path("items")) {
        targets.add(
            new Target(resource, api.namespace(), item.path("metadata").path("name").asText()));
      }
      if (targets.isEmpty()) {
        terminal().error("No resources found");
      }
    }
    return targets;
  }
}
