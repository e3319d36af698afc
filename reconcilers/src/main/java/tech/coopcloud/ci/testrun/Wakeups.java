package tech.coopcloud.ci.testrun;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import tech.coopcloud.ci.model.TestRun;

/**
 * Wakes runs: because the swarm changed, because work in the background ended, because a slot
 * became free. Only hints.
 */
final class Wakeups {
  /**
   * As many waiting runs are woken when a slot becomes free; the others look by themselves, now and
   * then.
   */
  private static final int NEXT_IN_LINE = 3;

  private final SimpleInboundEventSource<TestRun> source =
      new SimpleInboundEventSource<>("wakeups");
  private final Runs runs;

  Wakeups(Runs runs) {
    this.runs = runs;
  }

  SimpleInboundEventSource<TestRun> source() {
    return source;
  }

  void run(String uid) {
    TestRun run = runs.byUid(uid);
    if (run != null) {
      wake(run);
    }
  }

  /** A slot may have become free. */
  void queue() {
    runs.waiting().stream().limit(NEXT_IN_LINE).forEach(this::wake);
  }

  /** Another run has come, which may leave no room for those of its group. */
  void groupOf(TestRun run) {
    runs.group(run).forEach(this::wake);
  }

  void all() {
    runs.liveUids().forEach(this::run);
  }

  private void wake(TestRun run) {
    if (source.isRunning()) {
      source.propagateEvent(ResourceID.fromResource(run));
    }
  }
}
