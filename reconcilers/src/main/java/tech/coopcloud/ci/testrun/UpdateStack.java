package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Observed;

/**
 * Turns the deployment of one version into that of another, as {@code abra app upgrade} does: new
 * objects are created, services are updated, nothing is pruned.
 */
final class UpdateStack implements Step<Decision.UpdateStack> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;
  private final StackWriter writer;
  private final Refusals refusals;
  private final Results results;

  UpdateStack(Tools tools, StackWriter writer, Refusals refusals, Results results) {
    this.tools = tools;
    this.writer = writer;
    this.refusals = refusals;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.UpdateStack todo) throws Exception {
    return refusals.orElse(
        view,
        todo,
        () -> {
          Boolean updated =
              tools.background().take(view.uid(), todo.check(), () -> update(view, todo));
          return updated == null ? Outcome.lookAgain(view.status(), LOOK) : updated(view, todo);
        });
  }

  private Outcome updated(RunView view, Decision.UpdateStack todo) throws Exception {
    Outcome outcome =
        results.passed(
            view, todo, "Upgraded from " + todo.from().name() + " to " + todo.to().name() + ".");
    return Outcome.goOn(
        Results.withAllowed(view, outcome, todo, tools.stacks().allowed(view, todo.to()))
            .edit()
            .deployingSince(Summary.time(Instant.now()))
            .build());
  }

  private boolean update(RunView view, Decision.UpdateStack todo) throws Exception {
    StackSpec from = tools.stack(view, todo.from());
    StackSpec to = tools.stack(view, todo.to());
    String noRoute = tools.ingress().noRoute(to, String.valueOf(view.status().domain()));
    if (noRoute != null) {
      throw new Refusals.Refusal(Reason.NO_ROUTE, noRoute);
    }
    checkConfigs(from, to, todo);
    tools.stacks().allowed(view, todo.to()).forEach(tools.log(view)::say);
    writer.images(view, to);
    writer.objects(view, to);
    Set<String> there =
        tools.swarm().observe(view.uid()).services().stream()
            .map(Observed.Service::name)
            .collect(Collectors.toCollection(HashSet::new));
    for (ServiceSpec service : to.services()) {
      if (there.contains(service.name())) {
        writer.update(view, service);
      } else {
        writer.create(view, service);
      }
    }
    return true;
  }

  /** Swarm refuses to change a config's content; the recipe has to give it a new version. */
  private static void checkConfigs(StackSpec from, StackSpec to, Decision.UpdateStack todo)
      throws Refusals.Refusal {
    Map<String, ConfigSpec> before =
        from.configs().stream().collect(Collectors.toMap(ConfigSpec::name, config -> config));
    for (ConfigSpec config : to.configs()) {
      ConfigSpec old = before.get(config.name());
      if (old != null && !config.sameContentAs(old)) {
        throw new Refusals.Refusal(
            Reason.CONFIG_CHANGED,
            "The config "
                + config.name()
                + " has other content in "
                + todo.to().name()
                + " than in "
                + todo.from().name()
                + " under the same name, which Swarm refuses: raise its _VERSION in abra.sh.");
      }
    }
  }
}
