package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ccctl wait}. */
@CommandLine.Command(
    name = "wait",
    header = "Wait until an object is as wanted.",
    description = {
      "Waits for a condition, a phase, or until the object is gone. A run that is Done without the"
          + " wanted condition ends the wait at once: it will not come any more."
    })
final class WaitCommand extends Command {
  @Parameters(index = "0", paramLabel = "TYPE/NAME", description = "What to wait for.")
  private String type = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME", description = "More of them.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--for",
      required = true,
      paramLabel = "WHAT",
      description = {
        "condition=TYPE[=STATUS], phase=PHASE, jsonpath={PATH}=VALUE, create or delete.",
        "STATUS is True unless given."
      })
  private String what = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description = "How long to wait. Default: 30s.")
  private String timeout = "30s";

  WaitCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    Wanted wanted = Wanted.of(what);
    Instant deadline = Instant.now().plus(Durations.parse(timeout, "--timeout"));
    Names named = Names.of(type, names);
    if (named.names().isEmpty()) {
      throw CcctlException.usage("name what to wait for: TYPE/NAME.");
    }
    Resource resource = new Discovery(api).named(named.type());
    ExitCode exit = ExitCode.OK;
    for (String name : named.names()) {
      try {
        one(api, resource, name, wanted, deadline);
        terminal().line(resource.titled(name) + wanted.met());
      } catch (CcctlException e) {
        if (e.exitCode() == ExitCode.UNREACHABLE) {
          throw e;
        }
        exit = failed(e);
      }
    }
    return exit;
  }

  private static void one(
      Api api, Resource resource, String name, Wanted wanted, Instant deadline) {
    boolean met =
        new Waiting(api, resource, api.namespace(), name)
            .until(object -> look(resource, name, wanted, object), deadline);
    if (!met) {
      throw new CcctlException(
          ExitCode.FAILED,
          "error: timed out waiting for the condition on " + resource.plural() + "/" + name);
    }
  }

  private static Waiting.Answer look(
      Resource resource, String name, Wanted wanted, JsonNode object) {
    if (wanted.holds(object)) {
      return Waiting.Answer.MET;
    }
    if (object.isMissingNode() && wanted.kind() != Wanted.Kind.CREATE) {
      throw new CcctlException(
          ExitCode.REFUSED,
          "Error from server (NotFound): %s.%s \"%s\" not found"
              .formatted(resource.plural(), resource.group(), name));
    }
    if (wanted.kind() == Wanted.Kind.CONDITION
        && object.path("kind").asText().equals("TestRun")
        && object.path("status").path("phase").asText().equals("Done")) {
      JsonNode condition = Wanted.condition(object, wanted.name());
      throw new CcctlException(
          ExitCode.FAILED,
          "error: %s is Done with %s=%s: %s"
              .formatted(
                  resource.titled(name),
                  wanted.name(),
                  condition.path("status").asText("Unknown"),
                  condition.path("message").asText("no reason is given")));
    }
    return Waiting.Answer.NOT_YET;
  }
}
