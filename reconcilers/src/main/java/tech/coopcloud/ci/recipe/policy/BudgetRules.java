package tech.coopcloud.ci.recipe.policy;

import java.util.Collection;
import java.util.Map;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/** How much a stack is made of: a test needs to see a recipe work, not to fill the swarm. */
final class BudgetRules {
  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;
  private static final long KIB = 1L << 10;
  private static final long CPU = 1_000_000_000L;

  private BudgetRules() {}

  static void judge(StackSpec stack, Denials denials) {
    count(Budget.SERVICES, stack.services(), "services", denials);
    count(Budget.NETWORKS, stack.networks(), "networks", denials);
    count(Budget.VOLUMES, stack.volumes(), "volumes", denials);
    count(Budget.SECRETS, stack.secrets(), "secrets", denials);
    count(Budget.CONFIGS, stack.configs(), "configs", denials);
    long files =
        stack.configs().stream().mapToLong(it -> it.data().length).sum()
            + stack.secrets().stream().mapToLong(it -> it.value().bytes().length).sum();
    over(Budget.CONFIG_KIB, files, KIB, "", "configs", "has %d KiB of files", denials);
    together(stack, denials);
    stack.services().forEach(service -> service(service, denials));
  }

  private static void together(StackSpec stack, Denials denials) {
    long tasks = 0;
    long memory = 0;
    long reservedMemory = 0;
    long reservedCpus = 0;
    for (ServiceSpec service : stack.services()) {
      long replicas = service.mode().global() ? 1 : service.mode().replicas();
      ServiceSpec.Resources resources = service.resources();
      tasks += replicas;
      if (resources != null) {
        memory += replicas * resources.limitsOrNone().memoryBytes();
        reservedMemory += replicas * resources.reservationsOrNone().memoryBytes();
        reservedCpus += replicas * resources.reservationsOrNone().nanoCpus();
      }
    }
    String field = "deploy.resources";
    denials.over(Budget.TASKS, tasks, "", "deploy.replicas", "asks for " + tasks + " tasks");
    over(Budget.MEMORY_GIB, memory, GIB, "", field, "may use %d GiB of memory", denials);
    over(
        Budget.RESERVED_MIB,
        reservedMemory,
        MIB,
        "",
        field,
        "sets aside %d MiB of memory",
        denials);
    over(Budget.RESERVED_CPUS, reservedCpus, CPU, "", field, "sets aside %d CPUs", denials);
  }

  private static void service(ServiceSpec service, Denials denials) {
    String name = service.shortName();
    ContainerSpec container = service.container();
    int replicas = service.mode().replicas();
    if (!service.mode().global()) {
      denials.over(
          Budget.REPLICAS, replicas, name, "deploy.replicas", "asks for " + replicas + " tasks");
    }
    int mounts = container.mounts().size();
    denials.over(Budget.MOUNTS, mounts, name, "volumes", "has " + mounts + " mounts");
    long env = length(container.env()) + length(container.command()) + length(container.args());
    over(Budget.ENV_KIB, env, KIB, name, "environment", "has %d KiB of environment", denials);
    long labels = length(service.labels()) + length(container.labels());
    over(Budget.LABEL_KIB, labels, KIB, name, "labels", "has %d KiB of labels", denials);
  }

  private static void count(Budget budget, Collection<?> objects, String field, Denials denials) {
    int count = objects.size();
    denials.over(budget, count, "", field, "has " + count + " " + field);
  }

  private static void over(
      Budget budget,
      long amount,
      long scale,
      String service,
      String field,
      String asks,
      Denials denials) {
    long units = Math.ceilDiv(amount, scale);
    denials.over(budget, units, service, field, asks.formatted(units));
  }

  private static long length(Collection<String> texts) {
    return texts.stream().mapToLong(String::length).sum();
  }

  private static long length(Map<String, String> pairs) {
    return length(pairs.keySet()) + length(pairs.values());
  }
}
