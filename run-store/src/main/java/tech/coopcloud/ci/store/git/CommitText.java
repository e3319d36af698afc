package tech.coopcloud.ci.store.git;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import tech.coopcloud.ci.store.object.Author;

/** Writes commits as git does. */
final class CommitText {
  /** Commits what others ask for. */
  static final Author CC_CI = new Author("cc-ci", "cc-ci@localhost");

  private CommitText() {}

  /**
   * A commit object's content. The first author is the commit's, the others are named in trailers.
   */
  static byte[] of(
      ObjectId tree,
      List<ObjectId> parents,
      Collection<Author> authors,
      Instant now,
      String message) {
    StringBuilder text = new StringBuilder("tree ").append(tree.name()).append('\n');
    parents.forEach(parent -> text.append("parent ").append(parent.name()).append('\n'));
    List<Author> all = authors.isEmpty() ? List.of(CC_CI) : List.copyOf(authors);
    text.append("author ").append(person(all.getFirst())).append(time(now));
    text.append("committer ").append(person(CC_CI)).append(time(now)).append('\n');
    text.append(message.strip()).append('\n');
    if (all.size() > 1) {
      text.append('\n');
      all.stream()
          .skip(1)
          .forEach(author -> text.append("Co-authored-by: ").append(person(author)).append('\n'));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String time(Instant now) {
    return " " + now.getEpochSecond() + " +0000\n";
  }

  private static String person(Author author) {
    return clean(author.name(), "somebody") + " <" + clean(author.email(), "") + ">";
  }

  private static String clean(String text, String otherwise) {
    String clean = text.replaceAll("[<>\\p{Cntrl}]", " ").strip();
    return clean.isEmpty() ? otherwise : clean;
  }
}
