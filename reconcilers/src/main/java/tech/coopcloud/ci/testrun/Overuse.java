package tech.coopcloud.ci.testrun;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.policy.Limits;
import tech.coopcloud.ci.swarm.Overrun;

/** Puts into a sentence that services met their limits. Pure. */
final class Overuse {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /** How it shows when a service has not enough. */
  private static final Set<Reason> SYMPTOMS =
      Set.of(
          Reason.NEVER_HEALTHY,
          Reason.RESTARTING,
          Reason.UPDATE_FAILED,
          Reason.PROBE_FAILED,
          Reason.BROWSER_FAILED,
          Reason.ASSET_MISSING,
          Reason.CHECK_FAILED,
          Reason.SEED_FAILED,
          Reason.DATA_LOST,
          Reason.HOOK_FAILED,
          Reason.BACKUP_EMPTY,
          Reason.BACKUP_FAILED,
          Reason.RESTORE_FAILED);

  private Overuse() {}

  static boolean mayBeBehind(Reason reason) {
    return SYMPTOMS.contains(reason);
  }

  /**
   * @param stack the stack's name, which services' full names begin with
   * @return null where no limit was met
   */
  static @Nullable String sentence(List<Overrun> overruns, @Nullable String stack) {
    return overruns.isEmpty()
        ? null
        : overruns.stream().map(it -> one(it, stack)).collect(Collectors.joining(" "));
  }

  private static String one(Overrun overrun, @Nullable String stack) {
    String name = overrun.service();
    String service =
        stack != null && name.startsWith(stack + "_") ? name.substring(stack.length() + 1) : name;
    return switch (overrun.kind()) {
      case MEMORY ->
          "Service "
              + service
              + " was killed because it used more than its "
              + bytes(overrun.limit())
              + " of memory: lower its use, or "
              + remedy(
                  overrun.limit() < Limits.DEFAULT.memoryBytes(),
                  "memory:" + bytes(2 * overrun.limit()).replaceFirst(" ([GM])iB", "$1"));
      case PROCESSES ->
          "Service "
              + service
              + " has all the "
              + overrun.limit()
              + " processes and threads that it may have: let it start fewer, or "
              + remedy(overrun.limit() < Limits.DEFAULT.pids(), "pids:" + 2 * overrun.limit());
    };
  }

  private static String remedy(boolean itsOwn, String word) {
    return itsOwn
        ? "raise its deploy.resources.limits in the compose file."
        : "let the Recipe allow " + word + ".";
  }

  private static String bytes(long bytes) {
    if (bytes >= GIB && bytes % GIB == 0) {
      return bytes / GIB + " GiB";
    }
    return String.format(Locale.ROOT, "%d MiB", bytes / MIB);
  }
}
