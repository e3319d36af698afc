import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A recipe that is sound, or broken in one way, and the verdict that it must get.
 *
 * @param text what is the matter with it, for people
 * @param base the folder whose recipe it changes: {@code site} or {@code board}
 * @param yaml the case as it stands in its file: {@code stages}, {@code changes} of the version under
 *     test, {@code always} those of both versions, {@code recipe} for the enrolled object, {@code
 *     unpublished} where there is no version before
 * @param stage the stage that must fail, {@code reason} why (an expression), and {@code says} what its sentence must
 *     name; empty for a sound one
 */
record Case(
    String name,
    boolean sound,
    String text,
    String base,
    boolean isShort,
    JsonNode yaml,
    String stage,
    String reason,
    String says) {
  static final ObjectMapper YAML = new YAMLMapper();

  static List<Case> all(Path folder) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        for (JsonNode one : YAML.readTree(file.toFile())) {
          cases.add(of(one));
        }
      }
    }
    return cases;
  }

  private static Case of(JsonNode yaml) {
    JsonNode expect = yaml.path("expect");
    return new Case(
        yaml.get("name").asText(),
        yaml.has("sound"),
        yaml.path(yaml.has("sound") ? "sound" : "broken").asText(),
        yaml.path("base").asText("site"),
        yaml.path("short").asBoolean(),
        yaml,
        expect.path("stage").asText(),
        expect.path("reason").asText(),
        expect.path("says").asText());
  }

  /** What keeps the verdict from being the one that is expected, or null. */
  String fault(JsonNode run) {
    String verdict = "";
    for (JsonNode condition : run.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Succeeded")) {
        verdict = condition.path("status").asText();
      }
    }
    StringBuilder seen = new StringBuilder();
    for (JsonNode one : run.at("/status/stages")) {
      String state = one.path("state").asText();
      String why = one.path("reason").asText();
      String all = one.path("message").asText() + " " + one.path("checks");
      if (!sound && one.path("name").asText().equals(stage)) {
        boolean bad = state.equals("Failed") || state.equals("Unverified");
        if (bad && why.matches(reason) && all.contains(says) && !verdict.equals("True")) {
          return null;
        }
      }
      if (!state.equals("Passed") && !state.equals("Skipped")) {
        seen.append("\n      ").append(one.path("name").asText()).append(' ').append(state);
        seen.append(' ').append(why).append(": ").append(one.path("message").asText());
      }
    }
    if (sound && verdict.equals("True")) {
      return null;
    }
    String expected = sound ? "passes" : stage + " " + reason + (says.isEmpty() ? "" : " naming " + says);
    return "expected: " + expected + ", seen: " + (verdict.equals("True") ? "passed" : seen);
  }
}
