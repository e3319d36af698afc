import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs that are requested of cc-ci at a fixed rate, with a swarm of fixed speed: how long they wait, against the queue without
 * cc-ci.
 *
 * <p>Arguments: cc-ci's capacity, how many runs. Writes the port of the simulated engine's API and the port at which its
 * containers answer; reads a line with a kubeconfig file and the names of recipes; writes the figures.
 */
final class Load {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration START = Duration.ofMillis(3500);
  private static final Duration REMOVAL = Duration.ofMillis(500);

  private Load() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    int slots = Integer.parseInt(args[0]);
    int count = Integer.parseInt(args[1]);
    var events = new EventStreams();
    var swarm = new SimulatedSwarm(START, REMOVAL, events);
    System.out.println(new Engine(swarm, events).serveApi() + " " + Engine.serveContainers());

    List<String> go = Arrays.asList(new BufferedReader(new InputStreamReader(System.in)).readLine().split(" "));
    Requests requests;
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(new File(go.get(0)))).build()) {
      List<String> recipes = go.subList(1, go.size());
      new Requests(client, EVERY).run(2 * recipes.size(), recipes, "warm-");
      requests = new Requests(client, EVERY);
      requests.run(count, recipes, "load-");
    }
    print(requests, swarm, slots);
    System.exit(requests.notPassed().isEmpty() && swarm.ofRuns() == 0 ? 0 : 1);
  }

  private static void print(Requests requests, SimulatedSwarm swarm, int slots) {
    long takes = START.plus(REMOVAL).toNanos();
    List<String> runs = new ArrayList<>(requests.requested().keySet());
    runs.sort((one, other) -> requests.requested().get(one).compareTo(requests.requested().get(other)));
    List<Long> arrivals = runs.stream().map(requests.requested()::get).toList();
    List<Long> ideal = Ideal.starts(arrivals, slots, takes);
    var figures = new Figures();
    for (int i = 0; i < runs.size(); i++) {
      long arrival = arrivals.get(i);
      long made = swarm.firstMade().get(runs.get(i));
      long done = requests.done().get(runs.get(i));
      figures.add("request until the first object, ideal", ideal.get(i) - arrival);
      figures.add("request until the first object", made - arrival);
      figures.add("added by cc-ci", made - ideal.get(i));
      figures.add("request until Done, ideal", ideal.get(i) + takes - arrival);
      figures.add("request until Done", done - arrival);
      figures.add("added by cc-ci until Done", done - ideal.get(i) - takes);
      figures.add("first object until Done, beyond the engine's " + START.plus(REMOVAL).toMillis() + " ms", done - made - takes);
    }
    System.out.printf(
        "%d runs, one each %d ms, %d slots of which the engine alone would take %.1f%n",
        runs.size(), EVERY.toMillis(), slots, (double) takes / EVERY.toNanos());
    figures.print();
    long first = arrivals.getFirst();
    System.out.printf(
        "all done after %.1f s, ideal %.1f s; processor time of the simulation and the client: %d ms a run%n",
        (requests.done().values().stream().max(Long::compare).orElseThrow() - first) / 1e9,
        (ideal.getLast() + takes - first) / 1e9,
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / runs.size());
    System.out.printf("objects of runs left in the engine: %d; runs that did not pass: %d%n", swarm.ofRuns(), requests.notPassed().size());
    requests.notPassed().entrySet().stream().limit(5).forEach(it -> System.out.println("  " + it.getKey() + " " + it.getValue()));
  }
}
