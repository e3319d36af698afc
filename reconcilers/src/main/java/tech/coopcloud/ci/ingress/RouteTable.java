package tech.coopcloud.ci.ingress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.swarm.Exposed;
import tech.coopcloud.ci.swarm.Swarm;

/**
 * Which request goes where. What was seen of the swarm is kept until an event says that something
 * has changed, so a request costs no call to the engine in steady state; that there is no way is
 * only said after a look that began after the request came.
 */
final class RouteTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteTable.class);

  /** Events may be lost while the engine is away. */
  private static final Duration LONGEST_KEPT = Duration.ofSeconds(5);

  private final Swarm swarm;
  private final String controller;
  private final String zone;
  private final String network;
  private final AtomicLong changes = new AtomicLong();
  private final ReentrantLock looking = new ReentrantLock();
  private final AutoCloseable events;
  private volatile Seen seen = new Seen(Long.MIN_VALUE, 0, Map.of());

  RouteTable(Swarm swarm, String controller, String zone, String network) {
    this.swarm = swarm;
    this.controller = controller;
    this.zone = zone;
    this.network = network;
    this.events = swarm.events(controller, runUid -> changed());
  }

  /**
   * @param at nano time before the look
   * @param changes how many there had been before the look
   * @param stacks by domain
   */
  private record Seen(long at, long changes, Map<String, Stack> stacks) {}

  /** What one run has. */
  private record Stack(
      List<Candidate> candidates, Routes routes, Map<String, List<Exposed.Endpoint>> endpoints) {}

  /** What was seen is no longer true. */
  void changed() {
    changes.incrementAndGet();
  }

  /** Leads a request for a host below the zone; throws what {@link Swarm} throws. */
  Target find(Call call) {
    if (!isBelow(call.host(), zone)) {
      return new Target.Nowhere(
          "%s is not below %s, which is all that this ingress serves."
              .formatted(call.host(), zone));
    }
    long now = System.nanoTime();
    Seen known = seen;
    boolean fresh =
        known.at != Long.MIN_VALUE
            && known.changes == changes.get()
            && now - known.at < LONGEST_KEPT.toNanos();
    if (fresh) {
      Target target = find(known, call);
      if (target instanceof Target.Found) {
        return target;
      }
    }
    return find(look(now), call);
  }

  static boolean isBelow(String host, String domain) {
    return host.endsWith("." + domain);
  }

  /** Looks, unless somebody else did since then. */
  private Seen look(long since) {
    looking.lock();
    try {
      Seen known = seen;
      long changesNow = changes.get();
      if (known.at != Long.MIN_VALUE && known.at - since >= 0 && known.changes == changesNow) {
        return known;
      }
      long at = System.nanoTime();
      seen = new Seen(at, changesNow, stacks(swarm.exposed(controller), known.stacks));
      return seen;
    } finally {
      looking.unlock();
    }
  }

  /** Labels that have not changed are not read again. */
  private Map<String, Stack> stacks(List<Exposed> services, Map<String, Stack> before) {
    Map<String, List<Exposed>> byDomain = new HashMap<>();
    for (Exposed service : services) {
      if (!service.stack().isEmpty()) {
        byDomain.computeIfAbsent(domain(service.stack()), it -> new ArrayList<>()).add(service);
      }
    }
    Map<String, Stack> stacks = new HashMap<>();
    byDomain.forEach(
        (domain, own) -> {
          List<Candidate> candidates = own.stream().map(Candidate::of).toList();
          Stack old = before.get(domain);
          boolean same = old != null && old.candidates.equals(candidates);
          Routes routes =
              same && old != null
                  ? old.routes
                  : RouteReader.read(candidates, network, Router.Server.EMBEDDED);
          if (!same) {
            routes.problems().forEach(it -> LOG.debug("{}: {}", domain, it));
          }
          Map<String, List<Exposed.Endpoint>> endpoints = new HashMap<>();
          own.forEach(it -> endpoints.put(it.service(), it.endpoints()));
          stacks.put(domain, new Stack(candidates, routes, endpoints));
        });
    return Map.copyOf(stacks);
  }

  /** A stack is named as its domain, with underscores for the dots. */
  private static String domain(String stack) {
    return stack.replace('_', '.');
  }

  /** Only the services of the run whose domain is asked for are looked at. */
  private Target find(Seen known, Call call) {
    String host = call.host();
    for (String domain = host; isBelow(domain, zone); domain = parent(domain)) {
      Stack stack = known.stacks.get(domain);
      if (stack != null) {
        return find(stack, call);
      }
    }
    return new Target.Nowhere("No run has the domain " + host + " (any more, or yet).");
  }

  private static String parent(String domain) {
    return domain.substring(domain.indexOf('.') + 1);
  }

  private Target find(Stack stack, Call call) {
    Optional<Router> match = stack.routes.match(call);
    if (match.isEmpty()) {
      String why = stack.routes.whyNot(call.host());
      return new Target.Nowhere(
          why != null
              ? why
              : "No router of %s matches the path %s.".formatted(call.host(), call.path()));
    }
    Router router = match.get();
    String service = router.backend().service();
    List<Exposed.Endpoint> running = stack.endpoints.getOrDefault(service, List.of());
    List<String> addresses = new ArrayList<>();
    for (Exposed.Endpoint endpoint : running) {
      String address = endpoint.gatewayAddress();
      boolean healthy = endpoint.health() == null || endpoint.health().equals("healthy");
      if (address != null && healthy && endpoint.networks().contains(network)) {
        addresses.add(address);
      }
    }
    if (addresses.isEmpty()) {
      return new Target.Nowhere(
          running.isEmpty()
              ? "No container of the service %s runs on this node.".formatted(service)
              : "No container of the service %s is healthy and on the network %s."
                  .formatted(service, network));
    }
    return new Target.Found(router, List.copyOf(addresses));
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (Exception e) {
      LOG.debug("The engine's events do not end: {}", e.toString());
    }
  }
}
