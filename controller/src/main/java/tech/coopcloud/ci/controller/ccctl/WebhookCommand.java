package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code ccctl webhook}: cc-ci registers no webhook by itself; this says what to register. */
@CommandLine.Command(
    name = "webhook",
    header = "Say which webhooks to register on the forge.",
    description =
        "Prints where on the forge a webhook may be registered for each repository that is watched,"
            + " and what to enter there. Without webhooks comments are found by polling.")
final class WebhookCommand extends Command {
  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Where the forge reaches cc-ci, e.g. https://ci.example.org.")
  private String url = "";

  WebhookCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  ExitCode run(Api api) {
    String target = ServerOptions.address(url, "--url") + "/webhooks/gitea";
    Resource recipes = new Discovery(api).named("recipes.ci.coopcloud.tech");
    TreeSet<String> pages = new TreeSet<>();
    for (JsonNode recipe : api.get(recipes.collection("")).path("items")) {
      String repository = recipe.at("/status/forge/repository").asText();
      if (!repository.isEmpty()) {
        pages.add(repository + "/settings/hooks/gitea/new");
      }
    }
    if (pages.isEmpty()) {
      terminal()
          .error("No Recipe is watched: give one a spec.forge, and cc-ci a forge with --forge.");
      return ExitCode.OK;
    }
    terminal().line("Register on each of these pages:");
    pages.forEach(page -> terminal().line("  " + page));
    terminal().line("this webhook:");
    terminal().line("  Target URL     " + target);
    terminal().line("  HTTP method    POST, content type application/json");
    terminal().line("  Secret         the line in the file given to --webhook-secret-file");
    terminal().line("  Trigger on     custom events: issue comment, pull request comment");
    terminal().line("                 and, where versions are run (forge.onTag), push");
    terminal().line("  Branch filter  *");
    terminal()
        .line(
            "On the page of the state repository, if cc-ci has one there, the same with the event: push");
    return ExitCode.OK;
  }
}
