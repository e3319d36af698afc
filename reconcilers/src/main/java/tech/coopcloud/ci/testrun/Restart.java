package tech.coopcloud.ci.testrun;

import java.util.List;
import tech.coopcloud.ci.backup.BackupLabels;
import tech.coopcloud.ci.backup.Item;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Restarts the services that have a volume that was restored, as whoever restores does where an app
 * holds its files open: it would go on with those from before.
 */
final class Restart {
  private final Tools tools;
  private final Settled settled;

  Restart(Tools tools, Settled settled) {
    this.tools = tools;
    this.settled = settled;
  }

  void run(RunView view, StackSpec stack) throws Refusals.Refusal, InterruptedException {
    List<String> names =
        BackupLabels.of(stack).items().stream()
            .flatMap(item -> item.places().stream())
            .map(Item.Place::service)
            .distinct()
            .toList();
    for (ServiceSpec service : stack.services()) {
      if (names.contains(service.name())) {
        tools
            .effects()
            .run("restart-service", () -> tools.swarm().restartService(service, tools.owner(view)));
        tools.log(view).say("Restarted service " + service.name() + ".");
      }
    }
    for (ServiceSpec service : stack.services()) {
      if (names.contains(service.name())) {
        settled.container(view, stack, service.name());
      }
    }
  }
}
