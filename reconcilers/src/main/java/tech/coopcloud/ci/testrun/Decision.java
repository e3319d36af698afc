package tech.coopcloud.ci.testrun;

import java.time.Duration;
import tech.coopcloud.ci.model.Reason;
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

  /** Create everything that the recipe asks for. */
  record CreateStack() implements Decision {}

  /** See whether every service runs. */
  record AwaitConverged() implements Decision {}

  /** Ask the deployment for its page. */
  record Probe() implements Decision {}

  /** Open the page in the browser. */
  record Browse() implements Decision {}

  /** Look once more, and give the stage its verdict. */
  record FinishStage() implements Decision {}

  /** Give up what is going on, with this as the stage's verdict, and tear down. */
  record End(StageState state, Reason reason, String sentence) implements Decision {}

  /** Remove what is in the swarm. */
  record RemoveStack() implements Decision {}

  /** Nothing is in the swarm any more, or it will not go: give the verdict. */
  record Conclude() implements Decision {}

  /** The manifest was mended after the run ended for it: begin again. */
  record StartOver() implements Decision {}
}
