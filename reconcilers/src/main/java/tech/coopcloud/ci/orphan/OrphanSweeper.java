package tech.coopcloud.ci.orphan;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.StackRemover;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/**
 * Removes whatever carries our controller id and has no live TestRun, at start and all the time. A
 * run becomes visible to us before it creates anything, so what has no run is nobody's.
 */
public final class OrphanSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanSweeper.class);
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final Swarm swarm;
  private final String controller;
  private final Supplier<Set<String>> liveUids;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("orphans").factory());

  /**
   * @param controller id of this installation of cc-ci; what another one created is not touched
   * @param liveUids the uids of all TestRuns that are not done
   */
  public OrphanSweeper(Swarm swarm, String controller, Supplier<Set<String>> liveUids) {
    this.swarm = swarm;
    this.controller = controller;
    this.liveUids = liveUids;
  }

  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::sweepQuietly, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks once, and removes what can be removed now. */
  public void sweep() {
    for (String uid : swarm.runUids(controller)) {
      if (liveUids.get().contains(uid)) {
        continue;
      }
      Observed observed = swarm.observe(uid);
      if (observed.isEmpty()) {
        continue;
      }
      LOG.info("Removing what run {} left in the swarm: no TestRun of that uid is live.", uid);
      String left = new StackRemover(swarm, (name, removal) -> removal.run()).remove(observed, uid);
      if (left != null) {
        LOG.info("Of run {} is not gone yet: {}.", uid, left);
      }
    }
  }

  private void sweepQuietly() {
    try {
      sweep();
    } catch (SwarmException e) {
      LOG.warn("Orphans were not looked for: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Orphans were not looked for", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
