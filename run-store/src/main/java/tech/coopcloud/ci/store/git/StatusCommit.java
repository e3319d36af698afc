package tech.coopcloud.ci.store.git;

import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the message of a commit on {@code status} says, in trailers, for the next start.
 *
 * @param resourceVersion the newest version that was given out
 * @param reserved versions up to this one may have been given out since, for what is only in memory
 * @param main the commit of {@code main} that the objects reflect
 * @param line the stretch of history that the commit is on; null when it does not say, as those of
 *     before there were any
 */
record StatusCommit(
    long resourceVersion, long reserved, @Nullable ObjectId main, @Nullable Line line) {
  private static final String VERSION = "Resource-Version: ";
  private static final String RESERVED = "Reserved-Up-To: ";
  private static final String MAIN = "Reflects-Main: ";
  private static final String SINCE = "History-Since: ";
  private static final String CONTINUES = "Continues: ";

  String message(int objects) {
    return (objects == 1 ? "1 object" : objects + " objects")
        + " at "
        + resourceVersion
        + "\n\n"
        + VERSION
        + resourceVersion
        + "\n"
        + RESERVED
        + reserved
        + "\n"
        + (main == null ? "" : MAIN + main.name() + "\n")
        + (line == null ? "" : SINCE + line.since().getEpochSecond() + "\n" + continues(line));
  }

  private static String continues(Line line) {
    ObjectId before = line.continues();
    return before == null ? "" : CONTINUES + before.name() + "\n";
  }

  /** Reads a message; null when it is not of a commit of ours. */
  static @Nullable StatusCommit parse(String message) {
    long version = -1;
    long reserved = -1;
    ObjectId main = null;
    Instant since = null;
    ObjectId continues = null;
    try {
      for (String line : message.split("\n")) {
        if (line.startsWith(VERSION)) {
          version = Long.parseLong(line.substring(VERSION.length()));
        } else if (line.startsWith(RESERVED)) {
          reserved = Long.parseLong(line.substring(RESERVED.length()));
        } else if (line.startsWith(MAIN)) {
          main = ObjectId.fromString(line.substring(MAIN.length()));
        } else if (line.startsWith(SINCE)) {
          since = Instant.ofEpochSecond(Long.parseLong(line.substring(SINCE.length())));
        } else if (line.startsWith(CONTINUES)) {
          continues = ObjectId.fromString(line.substring(CONTINUES.length()));
        }
      }
    } catch (IllegalArgumentException e) {
      return null;
    }
    return version < 0 || reserved < 0
        ? null
        : new StatusCommit(
            version, reserved, main, since == null ? null : new Line(since, continues));
  }
}
