package tech.coopcloud.ci.image;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.disk.Disk;
import tech.coopcloud.ci.image.ImagePolicy.Why;
import tech.coopcloud.ci.image.Ledger.Deployment;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/**
 * Has the engine pull the images of deployments, and takes those away again that nobody needs. Only
 * what it pulled itself, and what was not in the engine under another name before, is ever removed.
 */
public final class PulledImages {
  private static final Logger LOG = LoggerFactory.getLogger(PulledImages.class);

  private final Swarm swarm;
  private final LedgerFile file;
  private final ImagePolicy policy;
  private final Clock clock;
  private final Map<Why, Long> pruned = new EnumMap<>(Why.class);
  private Ledger ledger;

  /**
   * @param file where it is remembered what was pulled; it need not exist
   */
  public PulledImages(Swarm swarm, Path file, ImagePolicy policy, Clock clock) {
    this.swarm = swarm;
    this.file = new LedgerFile(file);
    this.policy = policy;
    this.clock = clock;
    this.ledger = this.file.read();
  }

  /**
   * Sees to it that the images are there, and that they stay as long as the run goes on.
   *
   * @param recipe namespace and name of the Recipe, with a slash between
   * @param stage the stage that deploys
   * @param run uid of the run
   * @param patience for each image
   * @return what is wrong with the first one that cannot be had; null when all are there
   */
  public Swarm.@Nullable ImageProblem ensure(
      String recipe, String stage, String run, List<String> images, Duration patience) {
    Deployment by = new Deployment(recipe, stage, run);
    used(by, images); // before the look, so that none goes between the look and the deployment
    boolean pulled = false;
    for (String image : images) {
      if (swarm.imageId(image) != null) {
        continue;
      }
      Set<String> before = swarm.imageIds();
      Swarm.ImageProblem problem = swarm.ensureImage(image, patience);
      if (problem != null) {
        return problem;
      }
      pulled |= pulled(image, before);
    }
    if (pulled) {
      used(by, images);
    }
    return null;
  }

  private synchronized void used(Deployment by, List<String> images) {
    save(ledger.used(by, images, clock.instant()));
  }

  private synchronized boolean pulled(String image, Set<String> before) {
    String id = swarm.imageId(image);
    if (id == null || (before.contains(id) && !ledger.has(id))) {
      return false;
    }
    save(ledger.withPulled(image, id, clock.instant()));
    return true;
  }

  /**
   * Removes what the policy lets go.
   *
   * @param liveRuns uids of the runs that are not done
   * @param recipes namespace and name of each Recipe that is enrolled, with a slash between
   */
  public void prune(Set<String> liveRuns, Set<String> recipes) {
    synchronized (this) {
      save(ledger.trimmed(liveRuns, recipes));
    }
    candidates(Why.UNUSED).forEach(image -> remove(image, Why.UNUSED));
    if (isFull()) {
      for (String image : candidates(Why.DISK_FULL)) {
        if (!isFull()) {
          return;
        }
        remove(image, Why.DISK_FULL);
      }
    }
  }

  private boolean isFull() {
    Disk now = Disk.of(swarm.dataFolder());
    return now != null && now.hasLessThan(policy.minFree());
  }

  private synchronized List<String> candidates(Why why) {
    return policy.candidates(ledger, why, clock.instant());
  }

  /** A run may have asked for it since; then it is no candidate any more. */
  private synchronized void remove(String image, Why why) {
    Ledger.Pulled pulled = ledger.pulled().get(image);
    if (pulled == null || !candidates(why).contains(image)) {
      return;
    }
    try {
      switch (swarm.removeImage(image, pulled.id())) {
        case REMOVED -> removed(image, pulled, why);
        case NOT_OURS -> save(ledger.without(image));
        case IN_USE -> LOG.debug("The image {} stays: something else uses it.", image);
      }
    } catch (SwarmException e) {
      LOG.warn("The image {}, which no run needs, was not removed: {}", image, e.getMessage());
    }
  }

  private void removed(String image, Ledger.Pulled pulled, Why why) {
    save(ledger.without(image));
    pruned.merge(why, 1L, Long::sum);
    LOG.info(
        "Removed the image {}, which cc-ci pulled: {}, and no run needs it (last used {}).",
        image,
        why == Why.UNUSED
            ? "it was not used for " + policy.unusedForText()
            : "less than " + policy.minFree() + " % of the engine's disk was free",
        pulled.lastUsed());
  }

  private void save(Ledger changed) {
    if (changed.equals(ledger)) {
      return;
    }
    ledger = changed;
    try {
      file.write(changed);
    } catch (IOException e) {
      // Least of all a full disk may keep a run, or images, from going on their way.
      LOG.warn("What images cc-ci pulled could not be written down: {}.", e.toString());
    }
  }

  /** How many images there are that cc-ci pulled. */
  public synchronized int count() {
    return ledger.pulled().size();
  }

  /** How many went for this reason since the start. */
  public synchronized long pruned(Why why) {
    return pruned.getOrDefault(why, 0L);
  }
}
