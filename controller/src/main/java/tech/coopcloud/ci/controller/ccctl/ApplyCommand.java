package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code ccctl apply}. */
@CommandLine.Command(
    name = "apply",
    header = "Create or change objects from manifests.",
    description = {
      "Makes the objects what the manifests say. Fields that others set stay; fields that the last"
          + " applied manifest had and this one has no longer are removed. Mixes with `kubectl"
          + " apply`."
    })
final class ApplyCommand extends Command {
  private static final int ATTEMPTS = 5;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "File, directory, or - for standard input. May be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-R", "--recursive"},
      description = "Descend into directories.")
  private boolean recursive;

  @Option(
      names = "--dry-run",
      paramLabel = "server",
      description = "With server: have everything checked by the server, and change nothing.")
  private @Nullable String dryRun;

  ApplyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    if (dryRun != null && !dryRun.equals("server") && !dryRun.equals("none")) {
      throw CcctlException.usage("--dry-run is \"server\" or \"none\".");
    }
    Discovery discovery = new Discovery(api);
    ExitCode exit = ExitCode.OK;
    for (Manifests.Manifest manifest : Manifests.read(files, recursive, terminal().in())) {
      try {
        Resource resource = discovery.of(manifest.object(), manifest.where());
        String done = apply(api, resource, manifest);
        terminal()
            .line(
                resource.titled(manifest.object())
                    + " "
                    + done
                    + (dry() ? " (server dry run)" : ""));
      } catch (StatusException e) {
        terminal().error("error when applying " + manifest.where() + ":");
        exit = failed(e);
      } catch (CcctlException e) {
        if (e.exitCode() == ExitCode.UNREACHABLE) {
          throw e;
        }
        exit = failed(e);
      }
    }
    return exit;
  }

  private String apply(Api api, Resource resource, Manifests.Manifest manifest) {
    JsonNode metadata = manifest.object().path("metadata");
    String name = metadata.path("name").asText("");
    if (name.isEmpty()) {
      throw CcctlException.usage(
          manifest.where()
              + (metadata.has("generateName")
                  ? ": cannot use generate name with apply; use `ccctl create -f`, or `ccctl run`."
                  : ": metadata.name is not set."));
    }
    String namespace = Resource.namespaceOf(manifest.object(), api.namespace());
    ObjectNode object = manifest.object();
    if (resource.namespaced()) {
      object = object.deepCopy();
      Json.child(object, "metadata").put("namespace", namespace);
    }
    ObjectNode modified = ThreeWayMerge.annotated(object);
    for (int attempt = 1; ; attempt++) {
      try {
        return once(api, resource, namespace, name, modified);
      } catch (StatusException e) {
        // 409: somebody else wrote in between, or created it; look again.
        if (e.code() != 409 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private String once(
      Api api, Resource resource, String namespace, String name, ObjectNode modified) {
    JsonNode current;
    try {
      current = api.get(resource.object(namespace, name));
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
      api.send("POST", resource.collection(namespace) + query(), Api.JSON, modified);
      return "created";
    }
    ObjectNode patch = ThreeWayMerge.patch(modified, current);
    if (patch.isEmpty()) {
      return "unchanged";
    }
    JsonNode changed =
        api.send(
            "PATCH",
            resource.object(namespace, name) + query(),
            "application/merge-patch+json",
            patch);
    return version(changed).equals(version(current)) ? "unchanged" : "configured";
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  private boolean dry() {
    return "server".equals(dryRun);
  }

  private String query() {
    return "?fieldManager=ccctl&fieldValidation=Strict" + (dry() ? "&dryRun=All" : "");
  }
}
