package tech.coopcloud.ci.testrun;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.check.Judgement;
import tech.coopcloud.ci.check.Templates;
import tech.coopcloud.ci.model.Action;
import tech.coopcloud.ci.model.ExecCheck;
import tech.coopcloud.ci.model.HttpCheck;
import tech.coopcloud.ci.model.Seed;
import tech.coopcloud.ci.recipe.StackSpec;

/** Writes and reads the seeds of a Recipe: by a command in a service, or by an HTTP call. */
final class SeedActions {
  private static final String NAME = "seed";
  private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*" + NAME + "\\s*}}");

  private final Tools tools;
  private final Actions actions;

  SeedActions(Tools tools, Actions actions) {
    this.tools = tools;
    this.actions = actions;
  }

  /**
   * @param value what the seed says, in the place of {@code {{ seed }}}
   */
  Judgement act(RunView view, StackSpec stack, Action action, String value) throws Exception {
    Templates templates = tools.templates(view, stack).and(Map.of(NAME, value));
    if (action.exec() != null) {
      return actions.exec(view, stack, action.exec(), templates);
    }
    return action.http() == null
        ? new Judgement(false, "It says neither http nor exec: correct the Recipe's seeds.")
        : actions.http(view, action.http(), templates);
  }

  /**
   * Whether the seed can be changed, and the change be told: its value is both written and read
   * back.
   */
  static boolean changeable(Seed seed) {
    return has(seed.write()) && has(seed.read());
  }

  private static boolean has(@Nullable Action action) {
    return action != null && texts(action).anyMatch(text -> PLACE.matcher(text).find());
  }

  private static Stream<String> texts(Action action) {
    HttpCheck http = action.http();
    ExecCheck exec = action.exec();
    Stream<String> ofHttp =
        http == null
            ? Stream.of()
            : Stream.of(
                    Stream.of(http.path()),
                    Stream.ofNullable(http.body()),
                    Stream.ofNullable(http.contains()),
                    values(http.headers()),
                    values(http.jsonPath()))
                .flatMap(texts -> texts);
    Stream<String> ofExec =
        exec == null
            ? Stream.of()
            : Stream.concat(exec.command().stream(), Stream.ofNullable(exec.contains()));
    return Stream.concat(ofHttp, ofExec);
  }

  private static Stream<String> values(@Nullable Map<String, String> texts) {
    return texts == null ? Stream.of() : texts.values().stream();
  }
}
