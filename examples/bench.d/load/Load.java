import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Requests runs of cc-ci at a fixed rate, with a swarm of fixed speed, and says how long they waited, against the queue without
 * cc-ci.
 *
 * <p>Arguments: cc-ci's capacity, how many runs. Writes the port of the simulated engine's API and the port at which its
 * containers answer; reads a line with a kubeconfig file and the names of recipes; writes the figures.
 */
final class Load {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration START = Duration.ofMillis(3500);
  private static final Duration REMOVAL = Duration.ofMillis(500);
  private static final int WARM_UP = 20;
  private static final int ALONE = 5;
  private static final Duration ALONE_EVERY = Duration.ofSeconds(7);
  private static final long MILLI = 1_000_000;

  /** Held, since what is set of a logger that nobody holds is forgotten. Its warning is of the word alpha in an API's version. */
  private static final Logger CLIENT = Logger.getLogger("io.fabric8.kubernetes.client");

  private Load() {}

  public static void main(String[] args) throws Exception {
    CLIENT.setLevel(Level.SEVERE);
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    int slots = Integer.parseInt(args[0]);
    int count = Integer.parseInt(args[1]);
    var events = new EventStreams();
    var swarm = new SimulatedSwarm(START, REMOVAL, events);
    System.out.println(new Engine(swarm, events).serveApi() + " " + Engine.serveContainers());

    List<String> go = List.of(new BufferedReader(new InputStreamReader(System.in)).readLine().split(" "));
    List<String> recipes = go.subList(1, go.size());
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(new File(go.getFirst()))).build()) {
      passed(client, WARM_UP, EVERY, recipes, "warm-");
      Requests alone = passed(client, ALONE, ALONE_EVERY, recipes, "alone-");
      print(passed(client, count, EVERY, recipes, "load-"), alone, swarm, slots);
    }
    // What still streams would keep the process up.
    System.exit(swarm.ofRuns() == 0 ? 0 : 1);
  }

  /** Ends the process where a run did not pass: then there is nothing to measure. */
  private static Requests passed(
      KubernetesClient client, int count, Duration every, List<String> recipes, String prefix)
      throws InterruptedException {
    Requests requests = new Requests(client, count);
    requests.run(every, recipes, prefix);
    requests.notPassed().forEach((run, why) -> System.out.println("  " + run + " did not pass: " + why));
    if (!requests.notPassed().isEmpty()) {
      System.exit(1);
    }
    return requests;
  }

  private static void print(Requests requests, Requests alone, SimulatedSwarm swarm, int slots) {
    long engine = START.plus(REMOVAL).toNanos();
    List<String> runs =
        requests.requested().entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey).toList();
    List<Long> arrivals = runs.stream().map(requests.requested()::get).toList();
    var lone = new Figures();
    alone.requested().forEach((run, at) -> lone.add("alone, request until Done", alone.done().get(run) - at));
    long takesAlone = lone.median("alone, request until Done");
    List<Long> ideal = Ideal.starts(arrivals, slots, engine);
    List<Long> idealOfAlone = Ideal.starts(arrivals, slots, takesAlone);
    var figures = new Figures();
    for (int i = 0; i < runs.size(); i++) {
      long arrival = arrivals.get(i);
      long made = swarm.firstMade().get(runs.get(i));
      long done = requests.done().get(runs.get(i));
      figures.add("request until the first object", made - arrival);
      figures.add("  ideal: a run takes what the engine takes", ideal.get(i) - arrival);
      figures.add("  added by cc-ci", made - ideal.get(i));
      figures.add("  added beyond runs that take what one takes alone", made - idealOfAlone.get(i));
      figures.add("request until Done", done - arrival);
      figures.add("  added by cc-ci until Done", done - ideal.get(i) - engine);
      figures.add("first object until Done, added by cc-ci", done - made - engine);
    }
    long first = arrivals.getFirst();
    long last = requests.done().values().stream().max(Long::compare).orElseThrow();
    System.out.printf(
        "%d runs, one each %d ms, with %d slots; a run takes the engine %d ms, cc-ci alone %d ms%n",
        runs.size(), EVERY.toMillis(), slots, engine / MILLI, takesAlone / MILLI);
    figures.print();
    System.out.printf(
        "all done after %.1f s, ideal %.1f s; the simulation and the client took %d ms of processor time a run%n",
        (last - first) / 1e9,
        (ideal.getLast() + engine - first) / 1e9,
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / (runs.size() + WARM_UP + ALONE));
    System.out.printf("every run passed; left in the engine: %d objects%n", swarm.ofRuns());
  }
}
