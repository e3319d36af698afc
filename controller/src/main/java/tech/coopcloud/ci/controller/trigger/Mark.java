package tech.coopcloud.ci.controller.trigger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.ForgeStatus;

/**
 * How far the comments of a repository were read.
 *
 * @param repository its address; the mark of another one means nothing
 * @param comment id of the newest comment that was read, 0 before any
 * @param at when that was, by the forge's clock
 */
record Mark(String repository, long comment, Instant at) {
  /** The mark in a status, or null where it has none of this repository. */
  static @Nullable Mark of(@Nullable ForgeStatus status, String repository) {
    return status == null
            || !repository.equals(status.repository())
            || status.seenComment() == null
            || status.seenAt() == null
        ? null
        : new Mark(repository, status.seenComment(), Instant.parse(status.seenAt()));
  }
}
