package tech.coopcloud.ci.controller;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.swarm.Nodes;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;
import tech.coopcloud.ci.swarm.SwarmInfo;

/** Looks at the Docker engine now and then, so that whoever asks for it has an answer at once. */
final class EngineWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Swarm swarm;
  private final Nodes nodes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("engine").factory());
  private volatile Optional<String> problem = Optional.of("The engine was not looked at yet.");

  EngineWatch(Swarm swarm, Nodes nodes) {
    this.swarm = swarm;
    this.nodes = nodes;
  }

  /** Looks once, says what kind of swarm this is, and goes on looking. */
  void start() {
    try {
      say(swarm.info());
      problem = Optional.empty();
    } catch (SwarmException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      LOG.warn("{} Runs wait until it does.", e.getMessage());
    }
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why it cannot be worked with, in one sentence, as of the last look. */
  Optional<String> problem() {
    return problem;
  }

  private void look() {
    Optional<String> now;
    try {
      swarm.info();
      now = Optional.empty();
    } catch (RuntimeException e) {
      now = Optional.of(String.valueOf(e.getMessage()));
    }
    if (now.isPresent() && problem.isEmpty()) {
      LOG.warn("{}", now.get());
    } else if (now.isEmpty() && problem.isPresent()) {
      LOG.info("The engine answers again.");
    }
    problem = now;
  }

  private void say(SwarmInfo info) {
    LOG.info(
        "Docker {}, a swarm of {} node(s); this one has {} CPUs and {} MB of memory",
        info.engineVersion(),
        info.nodes(),
        info.cpus(),
        info.memoryBytes() >> 20);
    if (info.nodes() > 1 && nodes == Nodes.ALL) {
      LOG.warn(
          "Runs are deployed on every node: what lands on another one cannot be backed up, and its volumes stay there until \"docker volume prune\"");
    }
    if (!info.ipvs()) {
      LOG.info(
          "This kernel has no IPVS, so services are created with endpoint mode dnsrr and ports in host mode");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
