package tech.coopcloud.ci.controller.ccctl;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** {@code ccctl recipe}: what can be done with a working copy of a recipe. */
@CommandLine.Command(
    name = "recipe",
    header = "Look at a working copy of a recipe, or test it.",
    description =
        "Shows what a recipe would deploy, and what is wrong with it, without a server; and tests it,"
            + " with one.")
final class RecipeCommand extends CommandGroup {
  RecipeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Map<String, Object> commands() {
    Map<String, Object> commands = new LinkedHashMap<>();
    commands.put("render", new RecipeRenderCommand(terminal()));
    commands.put("lint", new RecipeLintCommand(terminal()));
    commands.put("test", new RecipeTestCommand(terminal()));
    return commands;
  }
}
