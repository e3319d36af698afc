package tech.coopcloud.ci.report;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a repository's description that is cc-ci's, {@code " · cc-ci: level 5"}. Everything
 * around it is somebody else's and stays. Pure.
 */
final class LevelMark {
  private static final String SEPARATOR = " · ";
  private static final String TEXT = "cc-ci: level ";
  private static final Pattern MARK =
      Pattern.compile("(^|" + SEPARATOR + ")" + TEXT + "[0-9]{1,3}(?![0-9])");

  private LevelMark() {}

  /**
   * A description as it is to be.
   *
   * @param level null where none is to be shown
   */
  static String in(String description, @Nullable Integer level) {
    var mark = MARK.matcher(description);
    if (level == null) {
      return mark.replaceFirst("");
    }
    if (mark.find()) {
      return mark.replaceFirst("$1" + TEXT + level);
    }
    return description + (description.isEmpty() ? "" : SEPARATOR) + TEXT + level;
  }
}
