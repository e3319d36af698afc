package tech.coopcloud.ci.recipe.policy;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.ServiceSpec.LogDriver;

/**
 * What the engine keeps of a task's output: by itself everything, until the disk is full. cc-ci
 * reads along, so nothing of it needs to stay.
 */
final class LogBound {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kKmM]?)[bB]?");
  private static final long MOST_BYTES = 32L << 20;
  private static final String SIZE_OPTION = "max-size";
  private static final String FILES_OPTION = "max-file";

  private LogBound() {}

  /** Drivers that keep no files on the engine's disk stay as they are: the policy judges them. */
  static @Nullable LogDriver of(@Nullable LogDriver asked) {
    String name = asked == null || asked.name().isEmpty() ? "json-file" : asked.name();
    if (!name.equals("json-file") && !name.equals("local")) {
      return asked;
    }
    Map<String, String> options = new TreeMap<>(asked == null ? Map.of() : asked.options());
    if (!isSmall(options.get(SIZE_OPTION))) {
      options.put(SIZE_OPTION, "32m");
    }
    if (!options.getOrDefault(FILES_OPTION, "2").matches("[1-3]")) {
      options.put(FILES_OPTION, "3");
    }
    options.putIfAbsent(FILES_OPTION, "2");
    return new LogDriver(name, options);
  }

  private static boolean isSmall(@Nullable String size) {
    Matcher matcher = SIZE.matcher(size == null ? "" : size);
    if (!matcher.matches()) {
      return false;
    }
    long number = Long.parseLong(matcher.group(1));
    long scale =
        switch (matcher.group(2)) {
          case "m", "M" -> 1L << 20;
          case "k", "K" -> 1L << 10;
          default -> 1;
        };
    return number > 0 && number * scale <= MOST_BYTES;
  }
}
