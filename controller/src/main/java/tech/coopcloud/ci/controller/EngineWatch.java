package tech.coopcloud.ci.controller;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;
import tech.coopcloud.ci.swarm.SwarmInfo;

/** What there is to say of the Docker engine. */
final class EngineWatch {
  private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);

  private final Swarm swarm;

  EngineWatch(Swarm swarm) {
    this.swarm = swarm;
  }

  /** Why it cannot be worked with, in one sentence. */
  Optional<String> problem() {
    try {
      swarm.info();
      return Optional.empty();
    } catch (SwarmException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Says once what kind of swarm this is. */
  void say() {
    try {
      SwarmInfo info = swarm.info();
      LOG.info(
          "Docker {}, a swarm of {} node(s); this one has {} CPUs and {} MB of memory",
          info.engineVersion(),
          info.nodes(),
          info.cpus(),
          info.memoryBytes() >> 20);
      if (!info.ipvs()) {
        LOG.info(
            "This kernel has no IPVS, so services are created with endpoint mode dnsrr and ports in host mode");
      }
    } catch (SwarmException e) {
      LOG.warn("{} Runs wait until it does.", e.getMessage());
    }
  }
}
