package tech.coopcloud.ci.testrun;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.swarm.Observed;

/** A fresh look found nothing in the swarm, or what is there will not go: the run is done. */
final class Conclude implements Step<Decision.Conclude> {
  private final Tools tools;

  Conclude(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Outcome act(RunView view, Decision.Conclude decision) throws Exception {
    tools.background().cancel(view.uid());
    tools.followers().stop(view.uid());
    tools.stacks().forget(view.uid());
    tools.backups().forget(view.uid());
    List<String> leftovers = leftovers(view.observed());
    TestRunStatus done =
        view.status()
            .edit()
            .phase(Phase.DONE)
            .finishedAt(Summary.time(Instant.now()))
            .leftovers(leftovers.isEmpty() ? null : leftovers)
            .build();
    RunLog log = tools.log(view);
    log.say(
        leftovers.isEmpty()
            ? "Nothing of the run is left in the swarm."
            : "Still in the swarm: " + String.join(", ", leftovers) + ".");
    for (StageStatus stage : done.stagesOrNone()) {
      log.say(
          stage.name().text()
              + ": "
              + stage.state().name().charAt(0)
              + stage.state().name().substring(1).toLowerCase(Locale.ROOT)
              + (stage.message() == null ? "" : ". " + stage.message()));
    }
    tools.logs().complete(view.namespace(), view.name(), view.uid());
    return Outcome.rest(done);
  }

  private static List<String> leftovers(Observed observed) {
    List<String> all = new ArrayList<>();
    observed.services().forEach(s -> all.add("service " + s.name()));
    observed.containers().forEach(c -> all.add("container " + c.id()));
    observed.tasks().forEach(t -> all.add("task " + t.id()));
    observed.networks().forEach(n -> all.add("network " + n.name()));
    observed.volumes().forEach(v -> all.add("volume " + v.name()));
    observed.secrets().forEach(s -> all.add("secret " + s.name()));
    observed.configs().forEach(c -> all.add("config " + c.name()));
    return List.copyOf(all);
  }
}
