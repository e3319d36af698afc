package tech.coopcloud.ci.testrun;

import java.util.concurrent.Callable;
import tech.coopcloud.ci.backup.ResticException;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.swarm.SwarmException;
import tech.coopcloud.ci.testrun.Decision.Todo;

/** Turns what keeps a version from being deployed into the end of the stage. */
final class Refusals {
  private final Results results;

  Refusals(Results results) {
    this.results = results;
  }

  Outcome orElse(RunView view, Todo todo, Callable<Outcome> deploy) throws Exception {
    try {
      return deploy.call();
    } catch (Refusal e) {
      return e.infrastructure
          ? results.unverified(view, todo, e.reason, text(e))
          : results.failed(view, todo, e.reason, text(e));
    } catch (InvalidRecipeException e) {
      return results.failed(view, todo, Reason.INVALID_RECIPE, text(e));
    } catch (NotAllowedException e) {
      return results.failed(view, todo, Reason.NOT_ALLOWED, text(e));
    } catch (ResticException e) {
      return results.unverified(view, todo, Reason.INFRASTRUCTURE, text(e));
    } catch (SourceException e) {
      return results.unverified(view, todo, e.reason(), text(e));
    } catch (SwarmException.Refused e) {
      return results.failed(view, todo, Reason.DEPLOY_REFUSED, text(e));
    }
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Something keeps a version from being deployed. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;
    private final boolean infrastructure;

    /** It is the recipe's doing. */
    Refusal(Reason reason, String sentence) {
      this(reason, sentence, false);
    }

    Refusal(Reason reason, String sentence, boolean infrastructure) {
      super(sentence);
      this.reason = reason;
      this.infrastructure = infrastructure;
    }
  }
}
