package tech.coopcloud.ci.recipe.policy;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of something a stack may have for a test. A Recipe that allows {@code replicas:50}
 * allows every number up to 50.
 */
enum Budget {
  REPLICAS("replicas", 10, "tasks of one service"),
  TASKS("tasks", 20, "tasks"),
  SERVICES("services", 30, "services"),
  NETWORKS("networks", 10, "networks"),
  VOLUMES("volumes", 30, "volumes"),
  SECRETS("secrets", 60, "secrets"),
  CONFIGS("configs", 60, "configs"),
  MOUNTS("mounts", 40, "mounts of one service"),
  CONFIG_KIB("config-kib", 8 << 10, "KiB of configs and secrets"),
  ENV_KIB("env-kib", 256, "KiB of environment and command"),
  LABEL_KIB("label-kib", 64, "KiB of labels"),
  TEMPLATE_KIB("template-kib", 4 << 10, "KiB once the template is expanded"),
  MEMORY_GIB("total-memory-gib", 20, "GiB of memory for all tasks together"),
  RESERVED_MIB("reserved-memory-mib", 2 << 10, "MiB of memory set aside"),
  RESERVED_CPUS("reserved-cpus", 2, "CPUs set aside");

  private static final Pattern WORD = Pattern.compile("([a-z-]+):([0-9]{1,9})");

  private final String text;
  private final long most;
  private final String unit;

  Budget(String text, long most, String unit) {
    this.text = text;
    this.most = most;
    this.unit = unit;
  }

  long most() {
    return most;
  }

  String unit() {
    return unit;
  }

  String word(long amount) {
    return text + ":" + amount;
  }

  /** Whether an allowance of one word covers a denial of the other. */
  static boolean covers(String allowance, String denial) {
    Matcher given = WORD.matcher(allowance);
    Matcher asked = WORD.matcher(denial);
    return given.matches()
        && asked.matches()
        && given.group(1).equals(asked.group(1))
        && Arrays.stream(values()).anyMatch(budget -> budget.text.equals(given.group(1)))
        && Long.parseLong(asked.group(2)) <= Long.parseLong(given.group(2));
  }
}
