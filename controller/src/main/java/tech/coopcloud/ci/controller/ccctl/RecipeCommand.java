package tech.coopcloud.ci.controller.ccctl;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** {@code ccctl recipe}: what can be done with a working copy of a recipe, without a server. */
@CommandLine.Command(
    name = "recipe",
    header = "Look at a working copy of a recipe.",
    description =
        "Shows what a recipe would deploy, and what is wrong with it. No server is needed.")
final class RecipeCommand extends CommandGroup {
  RecipeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Map<String, Object> commands() {
    Map<String, Object> commands = new LinkedHashMap<>();
    commands.put("render", new RecipeRenderCommand(terminal()));
    commands.put("lint", new RecipeLintCommand(terminal()));
    return commands;
  }
}
