package tech.coopcloud.ci.testrun;

import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRunStatus;

/** Takes a run out of the queue: it holds a slot from here on, and its names are fixed. */
final class Admit implements Step<Decision.Admit> {
  private final Tools tools;

  Admit(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Outcome act(RunView view, Decision.Admit decision) {
    TestRunStatus status = view.status();
    String now = Summary.time(view.now());
    String domain = Naming.domain(view.spec().recipe(), view.uid(), tools.zone());
    tools
        .log(view)
        .say(
            "Run "
                + view.namespace()
                + "/"
                + view.name()
                + " of recipe "
                + view.spec().recipe()
                + (view.spec().ref() == null ? "" : " at " + view.spec().ref())
                + " starts, as "
                + domain
                + ".");
    for (StageName name : Stages.of(view.spec())) {
      status = status.withStage(StageStatus.waiting(name));
    }
    StageName first = Stages.of(view.spec()).getFirst();
    return Outcome.goOn(
        status
            .withStage(StageStatus.waiting(first).started(now))
            .edit()
            .phase(Phase.DEPLOYING)
            .stage(first)
            .queuePosition(null)
            .startedAt(now)
            .domain(domain)
            .stackName(Naming.stack(domain))
            .build());
  }
}
