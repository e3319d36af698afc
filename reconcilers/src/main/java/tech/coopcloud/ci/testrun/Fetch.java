package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.source.SourceException;

/** Resolves the ref, pins the commit, and checks it out. */
final class Fetch implements Step<Decision.Fetch> {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Tools tools;

  Fetch(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Outcome act(RunView view, Decision.Fetch decision) throws Exception {
    TestRunStatus status = view.status();
    String source =
        view.spec().source() == null ? view.recipeSpec().source() : view.spec().source();
    @Nullable String commit;
    try {
      commit =
          tools
              .background()
              .take(
                  view.uid(),
                  "fetch",
                  () -> tools.effects().call("fetch", () -> fetch(view, source)));
    } catch (SourceException e) {
      return Outcome.goOn(
          Endings.end(view, status, StageState.UNVERIFIED, e.reason(), e.getMessage()));
    }
    if (commit == null) {
      return Outcome.lookAgain(status, LOOK);
    }
    tools.log(view).say("Fetched commit " + commit + ".");
    return Outcome.goOn(status.edit().commit(commit).deployedAt(Summary.time(view.now())).build());
  }

  private String fetch(RunView view, String source)
      throws SourceException, IOException, InterruptedException {
    Stacks stacks = tools.stacks();
    String commit = tools.sources().fetch(source, view.spec().ref(), stacks.fresh(view.uid()));
    stacks.adopt(view.uid(), commit);
    return commit;
  }
}
