package tech.coopcloud.ci.controller.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tech.coopcloud.ci.forge.Comment;
import tech.coopcloud.ci.forge.Comments;

/**
 * One repository as this process reads it: tells comments that are new from those that were there.
 * A comment may come to light after one with a higher id, where two were written at once; so for a
 * while both are listed, and what was not listed before is new.
 */
final class Watch {
  /** How far behind the mark a comment is still looked for. */
  static final Duration MARGIN = Duration.ofMinutes(2);

  private Mark mark;
  private Set<Long> listed = Set.of();
  private boolean first = true;

  private Watch(Mark mark) {
    this.mark = mark;
  }

  /** Goes on from a mark that was kept. */
  static Watch from(Mark mark) {
    return new Watch(mark);
  }

  /** The first look at a repository: what is there is taken as seen. */
  static Watch begin(String repository, Comments there) {
    long newest = there.list().stream().mapToLong(Comment::id).max().orElse(0);
    Watch watch = new Watch(new Mark(repository, newest, there.at()));
    watch.looked(there);
    return watch;
  }

  Mark mark() {
    return mark;
  }

  Instant since() {
    return mark.at().minus(MARGIN);
  }

  /** The comments of a look that are new, oldest first. */
  List<Comment> fresh(Comments look) {
    return look.list().stream()
        .filter(comment -> !listed.contains(comment.id()))
        .filter(comment -> !first || comment.id() > mark.comment())
        .filter(comment -> !comment.created().isBefore(since()))
        .toList();
  }

  /** This comment was dealt with. */
  void read(Comment comment) {
    Set<Long> more = new HashSet<>(listed);
    more.add(comment.id());
    listed = more;
    mark = new Mark(mark.repository(), Math.max(comment.id(), mark.comment()), mark.at());
  }

  /** All comments of a look were dealt with. */
  void looked(Comments look) {
    Set<Long> all = new HashSet<>();
    look.list().forEach(comment -> all.add(comment.id()));
    listed = all;
    first = false;
    // Never back: what lies before the last look was listed then, and is not listed any more.
    if (look.at().isAfter(mark.at())) {
      mark = new Mark(mark.repository(), mark.comment(), look.at());
    }
  }
}
