package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tech.coopcloud.ci.model.StageName;

/** Finds a run that is not over and tests what another one is about to be asked to test. */
final class SameWork {
  private SameWork() {}

  /**
   * The run to join, one that is also as urgent and held as {@code wanted} asks for. Without a ref
   * there is none: what is newest now need not be what was newest when the other run began.
   *
   * @param runs the list that the server gave
   * @param wanted a spec
   */
  static Optional<JsonNode> find(JsonNode runs, JsonNode wanted) {
    String ref = wanted.path("ref").asText("");
    return ref.isEmpty()
        ? Optional.empty()
        : runs.path("items")
            .valueStream()
            .filter(SameWork::isActive)
            .filter(run -> isAt(run, ref) && isAlike(run.path("spec"), wanted))
            .findFirst();
  }

  private static boolean isActive(JsonNode run) {
    String phase = run.path("status").path("phase").asText("");
    return !phase.equals("Done")
        && !phase.equals("TearingDown")
        && !run.path("metadata").hasNonNull("deletionTimestamp")
        && !run.path("spec").path("cancel").asBoolean();
  }

  private static boolean isAt(JsonNode run, String ref) {
    return run.path("spec").path("ref").asText("").equals(ref)
        || run.path("status").path("commit").asText("").equals(ref);
  }

  private static boolean isAlike(JsonNode spec, JsonNode wanted) {
    return text(spec, "recipe").equals(text(wanted, "recipe"))
        && text(spec, "source").equals(text(wanted, "source"))
        && stages(spec).equals(stages(wanted))
        && spec.path("priority").asInt() >= wanted.path("priority").asInt()
        && (text(wanted, "keep").isEmpty() || text(spec, "keep").equals(text(wanted, "keep")));
  }

  private static String text(JsonNode spec, String field) {
    return spec.path(field).asText("");
  }

  private static Set<String> stages(JsonNode spec) {
    return spec.path("stages").isEmpty()
        ? Arrays.stream(StageName.values()).map(StageName::text).collect(Collectors.toSet())
        : spec.path("stages").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
  }
}
