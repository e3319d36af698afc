import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The objects of a swarm of one node, in memory. Everything is done at once but two things: the task of a service runs a fixed
 * time after the service was created, and the removal of a container by force takes a fixed time.
 */
final class SimulatedSwarm {
  static final String NODE = "simulated-node";

  /** After which a task has its container. */
  private static final Duration CONTAINER = Duration.ofMillis(100);

  private static final String RUN = "ci.coopcloud.tech/run";

  private final Duration start;
  private final Duration removal;
  private final EventStreams events;
  private final Map<String, Item> items = new ConcurrentHashMap<>();
  private final Set<String> goingContainers = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> firstMade = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  SimulatedSwarm(Duration start, Duration removal, EventStreams events) {
    this.start = start;
    this.removal = removal;
    this.events = events;
  }

  /** The nano time at which the first object of a run was made, by the run's {@code namespace/name}. */
  Map<String, Long> firstMade() {
    return firstMade;
  }

  /** How many objects runs have here. */
  long ofRuns() {
    return items.values().stream().filter(item -> item.labels().containsKey(RUN)).count();
  }

  Stream<Item> list(Kind kind, Map<String, List<String>> filters) {
    return items.values().stream().filter(item -> item.kind() == kind && item.matches(filters));
  }

  boolean has(Item item) {
    return items.containsKey(item.id());
  }

  Item get(Kind kind, String reference) {
    return find(kind, reference).orElseThrow(() -> new Refused(404, kind.word() + " " + reference + " not found"));
  }

  private Optional<Item> find(Kind kind, String reference) {
    return list(kind, Map.of()).filter(item -> item.isCalled(reference)).findFirst();
  }

  /**
   * @return the object of that name, which for a volume may have been there
   */
  synchronized Item create(Kind kind, JsonNode asked) {
    String name = asked.path("Name").asText();
    Optional<Item> there = find(kind, name);
    if (there.isPresent() && kind != Kind.VOLUME) {
      throw new Refused(409, kind.word() + " " + name + " already exists");
    }
    return there.orElseGet(() -> create(kind, name, asked));
  }

  private Item create(Kind kind, String name, JsonNode asked) {
    String id = kind == Kind.VOLUME ? name : id();
    ObjectNode json =
        switch (kind) {
          case NETWORK, VOLUME -> asked.<ObjectNode>deepCopy().put("Id", id).put("Scope", "swarm");
          case SECRET, CONFIG, SERVICE -> ofSwarm(id).set("Spec", asked);
          case TASK, CONTAINER -> throw new Refused(501, "a " + kind.word() + " is only made by a service here");
        };
    Item item = add(new Item(kind, id, name, Item.labels(asked), json));
    if (kind == Kind.SERVICE) {
      events.happened(kind, "create", id, Map.of("name", name));
      addTask(item);
    }
    return item;
  }

  private static ObjectNode ofSwarm(String id) {
    String now = Instant.now().toString();
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("ID", id).put("CreatedAt", now).put("UpdatedAt", now);
    json.putObject("Version").put("Index", 1);
    return json;
  }

  private Item add(Item item) {
    String run = item.labels().get(RUN);
    if (run != null) {
      firstMade.putIfAbsent(run, System.nanoTime());
    }
    items.put(item.id(), item);
    return item;
  }

  private void addTask(Item service) {
    JsonNode spec = service.json().at("/Spec/TaskTemplate");
    ObjectNode json = ofSwarm(id()).put("ServiceID", service.id()).put("Slot", 1).put("NodeID", NODE);
    json.set("Spec", spec);
    String id = json.get("ID").asText();
    Item task = new Item(Kind.TASK, id, service.name() + ".1." + id, Item.labels(spec.path("ContainerSpec")), json);
    add(task.with(status(json.put("DesiredState", "running"), "new", "")));
    Item container = container(service, task);
    after(CONTAINER, service, () -> {
      add(container);
      events.happened(Kind.CONTAINER, "create", container.id(), container.labels());
      change(task.id(), it -> status(it, "starting", container.id()));
      events.happened(Kind.CONTAINER, "start", container.id(), container.labels());
    });
    after(start, service, () -> {
      change(container.id(), it -> it.put("Status", "Up 1 second (healthy)"));
      change(task.id(), it -> status(it, "running", container.id()));
      events.happened(Kind.CONTAINER, "health_status: healthy", container.id(), container.labels());
    });
  }

  private static ObjectNode status(ObjectNode task, String state, String container) {
    task.putObject("Status").put("State", state).put("Timestamp", Instant.now().toString())
        .putObject("ContainerStatus").put("ContainerID", container);
    return task;
  }

  private Item container(Item service, Item task) {
    String id = id();
    Map<String, String> labels = new HashMap<>(task.labels());
    labels.put("com.docker.swarm.service.name", service.name());
    labels.put("com.docker.swarm.task.id", task.id());
    labels.put("com.docker.swarm.task.name", task.name());
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("Id", id).put("State", "running");
    json.put("Status", "Up 1 second (health: starting)").put("ImageID", Engine.IMAGE_ID);
    json.putArray("Names").add("/" + task.name());
    labels.forEach(json.putObject("Labels")::put);
    ObjectNode networks = json.putObject("NetworkSettings").putObject("Networks");
    service.json().at("/Spec/TaskTemplate/Networks")
        .forEach(it -> networks.putObject(get(Kind.NETWORK, it.get("Target").asText()).name()));
    return new Item(Kind.CONTAINER, id, task.name(), Map.copyOf(labels), json);
  }

  /** Unless the service is gone by then. */
  private void after(Duration time, Item service, Runnable change) {
    var _ = clock.schedule(
        () -> {
          if (items.containsKey(service.id())) {
            change.run();
          }
        },
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void change(String id, Consumer<ObjectNode> edit) {
    items.computeIfPresent(id, (key, item) -> {
      ObjectNode json = item.json().deepCopy();
      edit.accept(json);
      return item.with(json);
    });
  }

  /** Replaces what a service asks for. That its task is another then is not simulated: nothing here asks for that. */
  synchronized void update(String reference, int version, JsonNode spec) {
    Item service = get(Kind.SERVICE, reference);
    if (service.json().at("/Version/Index").asInt() != version) {
      throw new Refused(500, "rpc error: code = Unknown desc = update out of sequence");
    }
    change(service.id(), it -> it.<ObjectNode>set("Spec", spec).putObject("Version").put("Index", version + 1));
    events.happened(Kind.SERVICE, "update", service.id(), Map.of("name", service.name()));
  }

  void remove(Kind kind, String reference) throws InterruptedException {
    Item item = get(kind, reference);
    if (kind == Kind.CONTAINER) {
      removeContainer(item);
      return;
    }
    items.remove(item.id());
    if (kind == Kind.SERVICE) {
      list(Kind.TASK, Map.of())
          .filter(task -> task.json().path("ServiceID").asText().equals(item.id()))
          .forEach(task -> change(task.id(), it -> it.put("DesiredState", "remove")));
      events.happened(kind, "remove", item.id(), Map.of("name", item.name()));
    }
  }

  private void removeContainer(Item container) throws InterruptedException {
    if (!goingContainers.add(container.id())) {
      throw new Refused(409, "removal of container " + container.id() + " is already in progress");
    }
    Thread.sleep(removal);
    items.remove(container.labels().get("com.docker.swarm.task.id"));
    items.remove(container.id());
    goingContainers.remove(container.id());
    events.happened(Kind.CONTAINER, "die", container.id(), container.labels());
    events.happened(Kind.CONTAINER, "destroy", container.id(), container.labels());
  }

  private static String id() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
