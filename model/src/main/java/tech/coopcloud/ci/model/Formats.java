package tech.coopcloud.ci.model;

import java.time.Duration;
import java.util.Locale;

/** The text formats that fields of the kinds use. */
public final class Formats {
  /** A name of an object: RFC 1123 subdomain, as Kubernetes has it. */
  public static final String NAME =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /**
   * A duration as Go and Kubernetes write it, in whole hours, minutes and seconds: {@code 1h30m},
   * {@code 45s}.
   */
  public static final String DURATION = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";

  private Formats() {}

  /**
   * Reads a duration such as {@code 1h30m}.
   *
   * @throws IllegalArgumentException when it is not of the form of {@link #DURATION}
   */
  public static Duration duration(String text) {
    if (text.isEmpty() || !text.matches(DURATION)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration: write it like 90s, 45m or 1h30m.");
    }
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
