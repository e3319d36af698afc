package tech.coopcloud.ci.controller.dashboard;

import java.util.regex.Pattern;

/** Names that may become part of a path on disk. */
final class PlainName {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251})");

  private PlainName() {}

  /** Letters, digits, dots, hyphens and underscores, and no dot at the start. */
  static boolean is(String name) {
    return PLAIN.matcher(name).matches();
  }
}
