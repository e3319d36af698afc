package tech.coopcloud.ci.controller.dashboard;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A time on a page: to the second for programs, and how far away it is for people.
 *
 * @param at RFC 3339; empty where there is no such time
 */
record Moment(String at, String text) {
  static Moment of(@Nullable String at, Instant now) {
    Instant then = Times.parse(at);
    String text =
        then == null || !then.isAfter(now) ? Times.ago(then, now) : Times.ahead(then, now);
    return new Moment(Objects.requireNonNullElse(at, ""), text);
  }
}
