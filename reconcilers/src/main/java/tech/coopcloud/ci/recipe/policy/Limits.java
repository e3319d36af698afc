package tech.coopcloud.ci.recipe.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Allowance;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * The most that one task may use. Every service gets them where it asks for more or says nothing.
 *
 * @param nanoCpus billionths of a CPU
 * @param pids how many processes and threads
 */
public record Limits(long nanoCpus, long memoryBytes, long pids) {
  private static final long GIB = 1L << 30;
  private static final Pattern ALLOWANCE =
      Pattern.compile("(cpus|memory|pids):([0-9]+(?:\\.[0-9]+)?)([MG]?)");

  /** One CPU, 1 GiB, 512 processes. */
  public static final Limits DEFAULT = new Limits(1_000_000_000L, GIB, 512);

  public Limits {
    if (nanoCpus <= 0 || memoryBytes <= 0 || pids <= 0) {
      throw new IllegalArgumentException("a limit must be above zero");
    }
  }

  /**
   * These limits, raised by what a Recipe allows: {@code cpus:2}, {@code memory:4G}, {@code
   * pids:2000}.
   */
  public Limits raisedBy(List<Allowance> allowances) {
    Limits raised = this;
    for (Allowance allowance : allowances) {
      Matcher matcher = ALLOWANCE.matcher(allowance.what());
      if (matcher.matches()) {
        raised = raised.raised(matcher.group(1), matcher.group(2), matcher.group(3));
      }
    }
    return raised;
  }

  /** The allowances that raise a limit, to be shown with the others. */
  public List<Judgement.Allowed> raisesAmong(List<Allowance> allowances) {
    return allowances.stream()
        .filter(it -> !raisedBy(List.of(it)).equals(this))
        .map(
            it ->
                new Judgement.Allowed(
                    it.what(), "every service may use more than the default", it.reason()))
        .toList();
  }

  private Limits raised(String what, String number, String unit) {
    double value = Double.parseDouble(number);
    return switch (what) {
      case "cpus" -> new Limits(Math.max(nanoCpus, (long) (value * 1e9)), memoryBytes, pids);
      case "memory" -> {
        long scale = unit.equals("G") ? GIB : unit.equals("M") ? 1L << 20 : 1;
        yield new Limits(nanoCpus, Math.max(memoryBytes, (long) (value * scale)), pids);
      }
      default -> new Limits(nanoCpus, memoryBytes, Math.max(pids, (long) value));
    };
  }

  /** The same stack, no task of which can use more. What a service loses is said as a warning. */
  public StackSpec applyTo(StackSpec stack) {
    List<String> warnings = new ArrayList<>(stack.warnings());
    List<ServiceSpec> services =
        stack.services().stream().map(service -> limited(service, warnings)).toList();
    return new StackSpec(
        stack.name(),
        stack.externalNetworks(),
        stack.networks(),
        stack.volumes(),
        stack.secrets(),
        stack.configs(),
        services,
        stack.deployTimeoutSeconds(),
        warnings);
  }

  private ServiceSpec limited(ServiceSpec service, List<String> warnings) {
    ServiceSpec.@Nullable Resources asked = service.resources();
    ServiceSpec.Resources said = asked == null ? new ServiceSpec.Resources(null, null) : asked;
    ServiceSpec.Amounts wanted = said.limitsOrNone();
    ServiceSpec.Amounts reserved = said.reservationsOrNone();
    String name = service.shortName();
    warn(name, "CPU", wanted.nanoCpus() > nanoCpus, "cpus:2", warnings);
    warn(name, "memory", wanted.memoryBytes() > memoryBytes, "memory:4G", warnings);
    warn(name, "processes", wanted.pids() > pids, "pids:2000", warnings);
    long cpuLimit = least(wanted.nanoCpus(), nanoCpus);
    long memoryLimit = least(wanted.memoryBytes(), memoryBytes);
    ServiceSpec.Resources resources =
        new ServiceSpec.Resources(
            new ServiceSpec.Amounts(cpuLimit, memoryLimit, least(wanted.pids(), pids)),
            new ServiceSpec.Amounts(
                Math.min(reserved.nanoCpus(), cpuLimit),
                Math.min(reserved.memoryBytes(), memoryLimit),
                0));
    return new ServiceSpec(
        service.name(),
        service.shortName(),
        service.labels(),
        service.container(),
        service.mode(),
        resources,
        service.restartPolicy(),
        service.placement(),
        service.update(),
        service.rollback(),
        LogBound.of(service.logDriver()),
        service.networks(),
        service.endpointMode(),
        service.ports());
  }

  private static void warn(
      String service, String what, boolean over, String example, List<String> warnings) {
    if (over) {
      warnings.add(
          "The service '"
              + service
              + "' asks for more "
              + what
              + " than a test has; allow it in the Recipe, as in '"
              + example
              + "'.");
    }
  }

  private static long least(long wanted, long most) {
    return wanted <= 0 ? most : Math.min(wanted, most);
  }
}
