import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has a running cc-ci judge every case, and counts where it was wrong. Arguments: this folder, a
 * folder for the repositories, the program ccctl, how often to judge the sound ones, and then the
 * names of cases, or {@code --short} for the short set, or nothing for all.
 */
final class Verdicts {
  private static final long POLL_MILLIS = 2_000;
  private static final String API = "ci.coopcloud.tech/v1alpha1";

  private final Path sources;
  private final Path target;
  private final String ccctl;
  private final Map<String, Case> open = new LinkedHashMap<>();
  private int caught;
  private int missed;
  private int falseAlarms;

  private Verdicts(Path sources, Path target, String ccctl) {
    this.sources = sources;
    this.target = target;
    this.ccctl = ccctl;
  }

  public static void main(String[] args) throws Exception {
    Verdicts verdicts = new Verdicts(Path.of(args[0]), Path.of(args[1]), args[2]);
    int repeat = Integer.parseInt(args[3]);
    List<String> wanted = List.of(args).subList(4, args.length);
    List<Case> cases = new ArrayList<>();
    for (Case one : Case.all(verdicts.sources.resolve("cases"))) {
      boolean all = wanted.isEmpty() || (wanted.contains("--short") && one.isShort());
      if (all || wanted.contains(one.name())) {
        cases.add(one);
      }
    }
    verdicts.start(cases, repeat);
    verdicts.follow();
    System.out.printf(
        "caught %d, missed %d, false alarms %d%n",
        verdicts.caught, verdicts.missed, verdicts.falseAlarms);
    System.exit(verdicts.missed + verdicts.falseAlarms == 0 ? 0 : 1);
  }

  private void start(List<Case> cases, int repeat) throws IOException, InterruptedException {
    Repositories repositories = new Repositories(sources, target);
    List<String> manifests = new ArrayList<>();
    for (Case one : cases) {
      manifests.add(recipe(one, repositories.make(one)));
      for (int i = 1; i <= (one.sound() ? repeat : 1); i++) {
        String run = i == 1 ? one.name() : one.name() + "-" + i;
        manifests.add(testRun(one, run));
        open.put(run, one);
      }
    }
    Path file = Files.writeString(target.resolve("manifests.yaml"), String.join("", manifests));
    ccctl("apply", "-f", file.toString());
    System.out.printf("%d runs of %d recipes are queued.%n", open.size(), cases.size());
  }

  private String recipe(Case one, Path repository) throws IOException {
    ObjectNode spec =
        (ObjectNode) Case.YAML.readTree(sources.resolve(one.base() + ".recipe.yaml").toFile());
    merge(spec, one.yaml().path("recipe"));
    spec.put("source", repository.toString());
    return manifest("Recipe", one.name(), spec);
  }

  private static String testRun(Case one, String name) throws IOException {
    ObjectNode spec = Case.YAML.createObjectNode();
    spec.put("recipe", one.name()).put("ref", Repositories.NEW);
    if (one.yaml().has("stages")) {
      spec.set("stages", one.yaml().get("stages"));
    }
    return manifest("TestRun", name, spec);
  }

  private static String manifest(String kind, String name, ObjectNode spec) throws IOException {
    ObjectNode object = Case.YAML.createObjectNode();
    object.put("apiVersion", API).put("kind", kind).putObject("metadata").put("name", name);
    object.set("spec", spec);
    return Case.YAML.writeValueAsString(object);
  }

  /** As a JSON merge patch, but lists are added to. */
  private static void merge(ObjectNode into, JsonNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode there = into.path(field.getKey());
      if (there instanceof ObjectNode object) {
        merge(object, field.getValue());
      } else if (there instanceof ArrayNode array) {
        array.addAll((ArrayNode) field.getValue());
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  private void follow() throws IOException, InterruptedException {
    while (!open.isEmpty()) {
      Thread.sleep(POLL_MILLIS);
      for (JsonNode run : Case.YAML.readTree(ccctl("get", "testruns", "-o", "json")).path("items")) {
        String name = run.at("/metadata/name").asText();
        if (run.at("/status/phase").asText().equals("Done") && open.containsKey(name)) {
          judge(name, open.remove(name), run);
        }
      }
    }
  }

  private void judge(String name, Case one, JsonNode run) {
    String fault = one.fault(run);
    String word;
    if (one.sound()) {
      word = fault == null ? "passed" : "FALSE ALARM";
      falseAlarms += fault == null ? 0 : 1;
    } else {
      word = fault == null ? "caught" : "MISSED";
      caught += fault == null ? 1 : 0;
      missed += fault == null ? 0 : 1;
    }
    System.out.printf("  %-11s %-24s %s%n", word, name, one.text());
    if (fault != null) {
      System.out.println("    " + fault);
    }
  }

  private String ccctl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ccctl));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes());
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + text);
      }
      return text;
    }
  }
}
