package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.Observed.Task;

/** Judges whether a stack's services run. Pure. */
sealed interface Convergence {

  /**
   * Every service has as many running tasks as it wants; Swarm calls a task running once its
   * healthcheck passed.
   */
  record Converged(int restarts) implements Convergence {}

  /** Not yet. */
  record Waiting(String sentence) implements Convergence {}

  /** Never. */
  record Failed(Reason reason, String sentence) implements Convergence {}

  /** A service whose task ended this often in one slot will not come up by itself. */
  int MOST_RESTARTS = 3;

  /** How long a task may find no node before the swarm is called too small. */
  Duration PLACEMENT_PATIENCE = Duration.ofSeconds(20);

  Set<String> ENDED = Set.of("failed", "rejected", "shutdown", "orphaned", "complete");

  /**
   * @param age how long the stack is being deployed
   * @param timeout how long it may
   */
  static Convergence judge(StackSpec stack, Observed observed, Duration age, Duration timeout) {
    List<String> missing = new ArrayList<>();
    int restarts = 0;
    for (ServiceSpec wanted : stack.services()) {
      Observed.Service service =
          observed.services().stream()
              .filter(s -> s.name().equals(wanted.name()))
              .findFirst()
              .orElse(null);
      if (service == null) {
        missing.add(wanted.shortName() + " is not there");
        continue;
      }
      List<Task> tasks =
          observed.tasks().stream()
              .filter(t -> t.serviceId().equals(service.id()))
              .sorted(Comparator.comparing(Task::changed).reversed())
              .toList();
      Convergence.Failed failed = failure(wanted, observed, tasks, age);
      if (failed != null) {
        return failed;
      }
      restarts += ended(tasks);
      long running = tasks.stream().filter(t -> serves(wanted, t)).count();
      int replicas = service.replicas();
      if (running < replicas) {
        missing.add(waiting(wanted, observed, tasks, running, replicas));
      }
    }
    if (missing.isEmpty()) {
      return new Converged(restarts);
    }
    String sentence = String.join("; ", missing);
    return age.compareTo(timeout) > 0
        ? new Failed(
            Reason.NEVER_HEALTHY,
            "After "
                + timeout.toSeconds()
                + " s not every service runs: "
                + sentence
                + ". See the service's lines in the log; a service that needs longer can say so in the timeout label"
                + " or in the Recipe's deploy.timeout.")
        : new Waiting(sentence);
  }

  private static boolean serves(ServiceSpec wanted, Task task) {
    return (task.state().equals("running") && task.desired().equals("running"))
        || (isOneShot(wanted) && task.state().equals("complete"));
  }

  /** Whether a task of the service may end well and stay so; what is to be healthy may not. */
  private static boolean isOneShot(ServiceSpec wanted) {
    return !isStartedAgain(wanted) && !hasHealthcheck(wanted);
  }

  /** Whether Swarm starts a task again that ended with exit code 0. */
  private static boolean isStartedAgain(ServiceSpec wanted) {
    ServiceSpec.RestartPolicy policy = wanted.restartPolicy();
    return policy == null || policy.condition() == null || policy.condition().equals("any");
  }

  private static boolean hasHealthcheck(ServiceSpec wanted) {
    ContainerSpec.Healthcheck healthcheck = wanted.container().healthcheck();
    return healthcheck != null && !healthcheck.test().equals(List.of("NONE"));
  }

  private static int ended(List<Task> tasks) {
    return (int)
        tasks.stream()
            .filter(t -> t.state().equals("failed") || t.state().equals("rejected"))
            .count();
  }

  private static @Nullable Failed failure(
      ServiceSpec wanted, Observed observed, List<Task> tasks, Duration age) {
    for (Task task : tasks) {
      String error = task.error() == null ? "" : task.error();
      String lower = error.toLowerCase(Locale.ROOT);
      if (lower.contains("no such image")) {
        return new Failed(
            Reason.IMAGE_NOT_FOUND,
            "Service "
                + wanted.shortName()
                + ": the image "
                + wanted.container().image()
                + " does not exist: correct image in the compose file.");
      }
      if (task.state().equals("rejected") && ended(tasks) >= MOST_RESTARTS) {
        return new Failed(
            Reason.DEPLOY_REFUSED,
            "Service " + wanted.shortName() + " was refused by its node: " + error + ".");
      }
      if (lower.contains("no suitable node") && age.compareTo(PLACEMENT_PATIENCE) > 0) {
        return new Failed(
            Reason.NOT_SCHEDULED,
            "Service "
                + wanted.shortName()
                + " has no place in the swarm ("
                + error
                + "): lower its reservations or constraints, or give the swarm a fitting node.");
      }
    }
    if (!isStartedAgain(wanted)
        && hasHealthcheck(wanted)
        && !tasks.isEmpty()
        && tasks.getFirst().state().equals("complete")) {
      return new Failed(
          Reason.NEVER_HEALTHY,
          "Service "
              + wanted.shortName()
              + " ended"
              + healthOutput(wanted, observed)
              + ", and its restart_policy does not start it again: mend the healthcheck or give it a longer"
              + " start_period, and see its last lines in the log.");
    }
    long gone =
        tasks.stream().filter(t -> t.state().equals("failed") || endedWell(wanted, t)).count();
    if (gone >= MOST_RESTARTS) {
      return restarting(wanted, observed, tasks, gone);
    }
    return null;
  }

  /** A task that ended with exit code 0 although Swarm is to start it again. */
  private static boolean endedWell(ServiceSpec wanted, Task task) {
    return !isOneShot(wanted) && task.state().equals("complete");
  }

  private static Failed restarting(
      ServiceSpec wanted, Observed observed, List<Task> tasks, long gone) {
    Task last =
        tasks.stream().filter(t -> ENDED.contains(t.state())).findFirst().orElse(tasks.getFirst());
    String error = last.error() == null ? "" : last.error();
    if (error.toLowerCase(Locale.ROOT).contains("unhealthy")) {
      return new Failed(
          Reason.NEVER_HEALTHY,
          "Service "
              + wanted.shortName()
              + " was stopped "
              + gone
              + " times because its healthcheck failed"
              + healthOutput(wanted, observed)
              + ": mend the healthcheck, or give it a longer start_period.");
    }
    boolean ended = last.exitCode() != null && (error.isEmpty() || error.contains("non-zero exit"));
    return new Failed(
        Reason.RESTARTING,
        "Service "
            + wanted.shortName()
            + (ended ? " stopped " : " did not start ")
            + gone
            + " times, the last time with "
            + (ended ? "exit code " + last.exitCode() : "\"" + firstLine(error) + "\"")
            + ": its last lines in the log say why.");
  }

  private static String waiting(
      ServiceSpec wanted, Observed observed, List<Task> tasks, long running, int replicas) {
    String state =
        tasks.isEmpty()
            ? "no task yet"
            : "newest task is "
                + tasks.getFirst().state()
                + (tasks.getFirst().error() == null || tasks.getFirst().error().isEmpty()
                    ? ""
                    : " (" + tasks.getFirst().error() + ")");
    return wanted.shortName()
        + " has "
        + running
        + " of "
        + replicas
        + " running, "
        + state
        + healthOutput(wanted, observed);
  }

  private static String healthOutput(ServiceSpec wanted, Observed observed) {
    return observed.containers().stream()
        .filter(c -> c.serviceName().equals(wanted.name()))
        .filter(c -> c.health() != null && !"healthy".equals(c.health()))
        .map(
            c ->
                ", its healthcheck says "
                    + c.health()
                    + (c.healthOutput() == null || c.healthOutput().isBlank()
                        ? ""
                        : " (" + firstLine(c.healthOutput()) + ")"))
        .findFirst()
        .orElse("");
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
