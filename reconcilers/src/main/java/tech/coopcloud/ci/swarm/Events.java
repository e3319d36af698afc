package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.api.model.Service;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the engine's events and says of which run each is.
 *
 * <p>The first event of a burst is passed on at once, what follows within {@link #BURST} once a
 * run. Only events of containers carry labels; those of services carry an id, whose run is
 * remembered from a list made on connecting and from a look at each new service. Networks, volumes,
 * secrets and configs change by our own calls only and wake nobody.
 */
final class Events implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final Duration BURST = Duration.ofMillis(15);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Not the many events of exec that healthchecks make. */
  private static final String[] ACTIONS = {
    "create", "start", "die", "destroy", "oom", "health_status", "update", "remove"
  };

  private final Engine engine;
  private final String label;
  private final String value;
  private final Consumer<@Nullable String> listener;
  private final BlockingQueue<Optional<String>> hints = new LinkedBlockingQueue<>();
  private final Map<String, String> runOfService = new ConcurrentHashMap<>();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread reader;
  private final Thread dispatcher;

  private Events(Engine engine, String label, String value, Consumer<@Nullable String> listener) {
    this.engine = engine;
    this.label = label;
    this.value = value;
    this.listener = listener;
    this.reader = Thread.ofVirtual().name("swarm-events").unstarted(this::read);
    this.dispatcher = Thread.ofVirtual().name("swarm-event-hints").unstarted(this::dispatch);
  }

  /**
   * Starts to listen to objects that carry {@code label=value}. When this returns the engine is
   * listened to, unless it is away.
   */
  static Events open(
      Engine engine, String label, String value, Consumer<@Nullable String> listener) {
    Events events = new Events(engine, label, value, listener);
    events.reader.start();
    events.dispatcher.start();
    try {
      if (!events.connected.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The Docker engine does not send events yet; trying on.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return events;
  }

  private void read() {
    Duration backoff = FIRST_BACKOFF;
    boolean first = true;
    try {
      while (closed.getCount() > 0) {
        try (Stream stream = new Stream(first)) {
          engine
              .streams()
              .eventsCmd()
              .withSince(Engine.time(Instant.now())) // it answers a moment before it listens
              .withEventTypeFilter(EventType.CONTAINER, EventType.SERVICE)
              .withEventFilter(ACTIONS)
              .exec(stream);
          stream.awaitCompletion();
          LOG.debug("The engine ended its stream of events.");
          backoff = FIRST_BACKOFF;
        } catch (IOException | RuntimeException e) {
          LOG.debug("Events of the engine stopped: {}", e.toString());
        }
        first = first && connected.getCount() > 0;
        if (closed.await(backoff.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        backoff = min(backoff.multipliedBy(2), LONGEST_BACKOFF);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void dispatch() {
    try {
      while (closed.getCount() > 0) {
        tell(hints.take());
        Set<Optional<String>> burst = new LinkedHashSet<>();
        long end = System.nanoTime() + BURST.toNanos();
        Optional<String> next;
        while ((next = hints.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
          burst.add(next);
        }
        burst.forEach(this::tell);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void tell(Optional<String> hint) {
    try {
      listener.accept(hint.orElse(null));
    } catch (RuntimeException e) {
      LOG.warn("A listener to the engine's events failed.", e);
    }
  }

  private void learnServices() {
    engine
        .docker()
        .listServicesCmd()
        .withLabelFilter(Map.of(label, value))
        .exec()
        .forEach(this::learn);
  }

  private @Nullable String learn(Service service) {
    Map<String, String> labels = service.getSpec().getLabels();
    String run = Labels.runUid(labels);
    if (labels == null || run == null || !value.equals(labels.get(label))) {
      return null;
    }
    runOfService.put(service.getId(), run);
    return run;
  }

  private void onEvent(Event event) {
    if (event.getActor() == null || event.getAction() == null) {
      return;
    }
    String run =
        event.getType() == EventType.SERVICE
            ? ofService(event.getActor().getId(), event.getAction())
            : ofContainer(event.getActor().getAttributes());
    if (run != null) {
      hints.add(Optional.of(run));
    }
  }

  private @Nullable String ofContainer(@Nullable Map<String, String> attributes) {
    return attributes != null && value.equals(attributes.get(label))
        ? Labels.runUid(attributes)
        : null;
  }

  private @Nullable String ofService(String id, String action) {
    if (action.equals("remove")) {
      return runOfService.remove(id);
    }
    String known = runOfService.get(id);
    if (known != null) {
      return known;
    }
    try {
      return learn(engine.docker().inspectServiceCmd(id).exec());
    } catch (DockerException e) {
      return null; // gone already
    }
  }

  /** One connection. */
  private final class Stream extends ResultCallback.Adapter<Event> {
    private final boolean first;

    Stream(boolean first) {
      this.first = first;
    }

    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      learnServices();
      if (!first) {
        hints.add(Optional.empty());
      }
      connected.countDown();
    }

    @Override
    public void onNext(Event event) {
      onEvent(event);
    }

    /** An engine that goes away is expected here; the reader tries again. */
    @Override
    public void onError(Throwable error) {
      LOG.debug("Events of the engine stopped: {}", error.toString());
      Quietly.close(this);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    reader.interrupt();
    dispatcher.interrupt();
  }
}
