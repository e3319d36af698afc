package tech.coopcloud.ci.model;

import java.util.List;

/** The ladder of levels in words. */
public final class Rungs {
  private static final List<String> TEXTS =
      List.of(
          "install failed",
          "install",
          "upgrade",
          "backup and restore",
          "functional checks",
          "lint");

  private Rungs() {}

  /** What a level means, e.g. {@code backup and restore} for 3; empty for what is no level. */
  public static String text(int level) {
    return level < 0 || level >= TEXTS.size() ? "" : TEXTS.get(level);
  }
}
