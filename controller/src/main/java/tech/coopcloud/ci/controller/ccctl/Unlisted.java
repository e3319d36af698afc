package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The Recipe and the TestRun that stand for a working copy while it is tested. They are removed
 * once, by whoever comes first: the end of the command, or Ctrl-C.
 */
final class Unlisted {
  private static final Duration TEARDOWN = Duration.ofMinutes(5);

  private final Api api;
  private final Terminal terminal;
  private final Resource recipes;
  private final Resource runs;
  private @Nullable String name;
  private boolean left;
  private volatile boolean interrupted;

  Unlisted(Api api, Terminal terminal, Resource recipes, Resource runs) {
    this.api = api;
    this.terminal = terminal;
    this.recipes = recipes;
    this.runs = runs;
  }

  /**
   * @return the run
   */
  synchronized JsonNode create(String recipe, ObjectNode recipeSpec, ObjectNode runSpec) {
    if (left) {
      throw new CcctlException(ExitCode.INTERRUPTED, "interrupted");
    }
    ObjectNode enrolled = object("Recipe", recipeSpec);
    Json.child(enrolled, "metadata").put("generateName", recipe + "-");
    String own =
        api.create(recipes.collection(api.namespace()), enrolled)
            .path("metadata")
            .path("name")
            .asText();
    name = own;
    runSpec.put("recipe", own);
    ObjectNode run = object("TestRun", runSpec);
    Json.child(run, "metadata").put("name", own);
    return api.create(runs.collection(api.namespace()), run);
  }

  private static ObjectNode object(String kind, ObjectNode spec) {
    ObjectNode object = Json.object();
    object.put("apiVersion", "ci.coopcloud.tech/v1alpha1").put("kind", kind);
    object.putObject("metadata").putObject("labels").put(RecipeTestCommand.LABEL, "true");
    object.set("spec", spec);
    return object;
  }

  /** They stay, to be looked at. */
  synchronized void leave() {
    left = true;
    terminal.line(
        "Left on the dashboard; to remove them: ccctl delete testrun %s && ccctl delete recipe %s"
            .formatted(name, name));
  }

  /** The user wants no more of it. */
  void interrupt() {
    interrupted = true;
    synchronized (this) {
      cancel();
    }
  }

  boolean interrupted() {
    return interrupted;
  }

  private void cancel() {
    if (!left && name != null) {
      terminal.error("\nCancelled: waiting until the run is torn down.");
    }
    remove();
  }

  /** Removes what was created, once; the run is torn down first if it is under way. */
  synchronized void remove() {
    String own = name;
    if (left || own == null) {
      left = true;
      return;
    }
    left = true;
    try {
      delete(runs, own);
      boolean gone =
          new Waiting(api, runs, api.namespace(), own)
              .until(
                  run -> run.isMissingNode() ? Waiting.Answer.MET : Waiting.Answer.NOT_YET,
                  Instant.now().plus(TEARDOWN));
      if (!gone) {
        terminal.error(runs.titled(own) + " is still being torn down; the server goes on with it.");
      }
      delete(recipes, own);
    } catch (CcctlException e) {
      terminal.error(
          "%s\nTo remove what is left: ccctl delete testrun %s; ccctl delete recipe %s"
              .formatted(e.text(), own, own));
    }
  }

  private void delete(Resource resource, String own) {
    try {
      api.send("DELETE", resource.object(api.namespace(), own), Api.JSON, null);
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }
}
