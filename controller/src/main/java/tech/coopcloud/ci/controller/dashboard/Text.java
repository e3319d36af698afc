package tech.coopcloud.ci.controller.dashboard;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Text of an object, for a page. */
final class Text {
  private Text() {}

  /** Itself; empty where there is none. */
  static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
