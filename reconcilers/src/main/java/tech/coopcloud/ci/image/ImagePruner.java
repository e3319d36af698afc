package tech.coopcloud.ci.image;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.swarm.SwarmException;

/** Lets images go all the time. That one cannot be removed is no run's trouble. */
public final class ImagePruner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImagePruner.class);
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final PulledImages images;
  private final Supplier<Set<String>> liveRuns;
  private final Supplier<Set<String>> recipes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("images").factory());

  /**
   * @param liveRuns the uids of all TestRuns that are not done
   * @param recipes namespace and name of each Recipe that is enrolled, with a slash between
   */
  public ImagePruner(
      PulledImages images, Supplier<Set<String>> liveRuns, Supplier<Set<String>> recipes) {
    this.images = images;
    this.liveRuns = liveRuns;
    this.recipes = recipes;
  }

  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::pruneQuietly, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void pruneQuietly() {
    try {
      images.prune(liveRuns.get(), recipes.get());
    } catch (SwarmException e) {
      LOG.warn("Images were not looked at: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Images were not looked at", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
