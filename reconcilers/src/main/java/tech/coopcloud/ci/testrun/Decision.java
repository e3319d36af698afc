package tech.coopcloud.ci.testrun;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.ExecCheck;
import tech.coopcloud.ci.model.FunctionalCheck;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;

/** What is to be done next for a run. */
sealed interface Decision {

  /** Nothing, ever: the run is done. */
  record Rest() implements Decision {}

  /** Nothing yet. */
  record Wait(Duration pause, String why) implements Decision {}

  /** Stay in the queue, at a position from 1. */
  record Enqueue(int position) implements Decision {}

  /** Leave the queue. */
  record Admit() implements Decision {}

  /** Fetch the recipe and pin its commit. */
  record Fetch() implements Decision {}

  /** Everything that the stage has to do is done: give it its verdict. */
  record FinishStage() implements Decision {}

  /** Give the stage this verdict without doing anything. */
  record EndStage(StageState state, Reason reason, String sentence) implements Decision {}

  /** Give up what is going on, with this as the verdict of all that is open, and tear down. */
  record End(StageState state, Reason reason, String sentence) implements Decision {}

  /** The stage at work took too long: give it that verdict, begin no other, and tear down. */
  record TimeOutStage(String sentence) implements Decision {}

  /** Remove what is in the swarm. */
  record RemoveStack() implements Decision {}

  /** Nothing is in the swarm any more, or it will not go: give the verdict. */
  record Conclude() implements Decision {}

  /** The manifest was mended after the run ended for it: begin again. */
  record StartOver() implements Decision {}

  /**
   * Something that a stage does once; the check of that name in its status says that it is done.
   */
  sealed interface Todo extends Decision {
    String check();

    /** The recipe that it is done to where that is one that is deployed first, or null. */
    default @Nullable String dependency() {
      return null;
    }
  }

  /** Look up the recipes to deploy first, and pin their versions and names. */
  record FindDependencies(String check) implements Todo {}

  /**
   * Remove what an earlier deployment of the run left, for a fresh one.
   *
   * @param all whether the recipes that were deployed first go, too
   */
  record Clear(String check, boolean all) implements Todo {}

  /** Create everything that a version asks for. */
  record CreateStack(String check, Version version) implements Todo {
    @Override
    public @Nullable String dependency() {
      return version.dependency();
    }
  }

  /** See whether every service runs. */
  record AwaitConverged(String check, Version version) implements Todo {
    @Override
    public @Nullable String dependency() {
      return version.dependency();
    }
  }

  /** Ask the deployment for its page. */
  record Probe(String check, Version version) implements Todo {
    @Override
    public @Nullable String dependency() {
      return version.dependency();
    }
  }

  /** Open the page in the browser. */
  record Browse(String check, String screenshot) implements Todo {}

  /** Deploy the same again and see that nothing changes. */
  record Redeploy(String check, Version version) implements Todo {}

  /** Judge how the recipe is written. */
  record LintRecipe(String check) implements Todo {}

  /** Run a command that the Recipe wants to be run on a fresh deployment. */
  record RunHook(String check, Version version, ExecCheck command) implements Todo {
    @Override
    public @Nullable String dependency() {
      return version.dependency();
    }
  }

  /** Make a check that the Recipe declares. */
  record RunCheck(String check, FunctionalCheck what) implements Todo {}

  /** Run the tests that the recipe brings with it. */
  record RunTests(String check) implements Todo {}

  /** Look up the published versions to upgrade from, and pin them. */
  record FindVersions(String check) implements Todo {}

  /** Turn the deployment of one version into that of another, in place. */
  record UpdateStack(String check, Version from, Version to) implements Todo {}

  /** See what the labels ask to be backed up. */
  record ReadLabels(String check, Version version) implements Todo {}

  /**
   * Write data that is to prove that data lives, and read it back.
   *
   * @param prefix of the checks that say what was written
   * @param value what the data says
   * @param changed whether it replaces data that was written before
   */
  record WriteSeeds(String check, Version version, String prefix, String value, boolean changed)
      implements Todo {}

  /**
   * Read the data back.
   *
   * @param writtenIn the stage that has written it
   * @param prefix of the checks that say what was written
   * @param gone what the data said later and may not say any more, or null
   */
  record ReadSeeds(
      String check,
      Version version,
      StageName writtenIn,
      String prefix,
      String value,
      @Nullable String gone)
      implements Todo {}

  /** Take a backup as the labels ask for it. */
  record Backup(String check, Version version) implements Todo {}

  /**
   * See what was captured.
   *
   * @param value what the canaries in it have to say
   */
  record VerifyBackup(String check, Version version, String value) implements Todo {}

  /** Bring the backup back. */
  record Restore(String check, Version version) implements Todo {}

  /** See whether Swarm finished the update and did not roll it back. */
  record AwaitUpdated(String check, Version version) implements Todo {}
}
