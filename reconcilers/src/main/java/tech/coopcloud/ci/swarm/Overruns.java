package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import tech.coopcloud.ci.model.Api;

/** Finds the containers of a run, of this node, that met the limits that were put on them. */
final class Overruns {
  /** A line for each thread. */
  private static final String THREADS = "-eLo pid,lwp";

  private static final String RUNNING = "running";
  private static final Duration LONGEST_RUN = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Engine engine;

  Overruns(Engine engine) {
    this.engine = engine;
  }

  List<Overrun> of(String runUid) {
    return engine.call(
        "see whether containers met their limits",
        () -> {
          Set<String> killedIn = killedIn(runUid);
          List<Overrun> found = new ArrayList<>();
          for (Container container :
              engine
                  .docker()
                  .listContainersCmd()
                  .withShowAll(true)
                  .withLabelFilter(Map.of(Api.RUN_UID_LABEL, runUid))
                  .exec()) {
            look(container, killedIn).ifPresent(found::add);
          }
          return found.stream()
              .distinct()
              .sorted(Comparator.comparing(Overrun::service).thenComparing(Overrun::kind))
              .toList();
        });
  }

  /**
   * The containers in which a process was killed for memory, of those that the engine still
   * remembers. Of one that goes on after that, older engines say so nowhere else.
   */
  private Set<String> killedIn(String runUid) {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    Instant now = Instant.now();
    ResultCallback.Adapter<Event> callback =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(Event event) {
            if (event.getId() != null) {
              ids.add(event.getId());
            }
          }
        };
    try {
      engine
          .docker()
          .eventsCmd()
          .withSince(Engine.time(now.minus(LONGEST_RUN)))
          .withUntil(Engine.time(now))
          .withEventTypeFilter(EventType.CONTAINER)
          .withEventFilter("oom")
          .withLabelFilter(Map.of(Api.RUN_UID_LABEL, runUid))
          .exec(callback)
          .awaitCompletion(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // for whoever waits next
    }
    return ids;
  }

  private Optional<Overrun> look(Container container, Set<String> killedIn) {
    DockerClient docker = engine.docker();
    String service = container.getLabels().getOrDefault(Labels.SERVICE_NAME, "");
    try {
      InspectContainerResponse details = docker.inspectContainerCmd(container.getId()).exec();
      HostConfig host = details.getHostConfig();
      Long memory = host.getMemory();
      boolean killed =
          Boolean.TRUE.equals(details.getState().getOOMKilled())
              || killedIn.contains(container.getId());
      if (killed && memory != null) {
        return Optional.of(new Overrun(service, Overrun.Kind.MEMORY, memory));
      }
      Long most = host.getPidsLimit();
      if (most == null || most <= 0 || !RUNNING.equals(container.getState())) {
        return Optional.empty();
      }
      String[][] threads =
          docker.topContainerCmd(container.getId()).withPsArgs(THREADS).exec().getProcesses();
      return threads != null && threads.length >= most - most / 20
          ? Optional.of(new Overrun(service, Overrun.Kind.PROCESSES, most))
          : Optional.empty();
    } catch (NotFoundException | ConflictException | InternalServerErrorException e) {
      return Optional.empty(); // gone or stopped since it was listed, or a host without ps
    }
  }
}
