package tech.coopcloud.ci.testrun;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Published;

/**
 * The order of published versions. A version is {@code <recipe semver>+<upstream>}, e.g. {@code
 * 2.0.1+1.0.6}; versions are ordered by the recipe's semver, as abra does. Other tags are none.
 * Pure.
 */
public final class Versions {
  private static final Pattern VERSION =
      Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z.-]+))?\\+(.+)");

  private Versions() {}

  /**
   * What to upgrade from.
   *
   * @param from the versions found, in the order in which they were asked for
   * @param missing what was asked for by name and is not published
   */
  record Choice(List<Published> from, List<String> missing) {}

  /**
   * @param tags tag to commit
   * @param ref what is tested
   * @param wanted a number counts back from the newest version before the ref (1 is that one);
   *     anything else is a tag
   */
  static Choice choose(Map<String, String> tags, Version ref, List<String> wanted) {
    List<String> before =
        sorted(tags.keySet()).filter(tag -> isBefore(tag, tags.get(tag), ref)).toList().reversed();
    List<Published> from = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String one : wanted) {
      boolean counts = one.matches("[1-9][0-9]{0,2}");
      String tag = counts ? nth(before, Integer.parseInt(one)) : one;
      String commit = tag == null ? null : tags.get(tag);
      if (tag != null && commit != null) {
        from.add(new Published(tag, commit));
      } else if (!counts) {
        missing.add(one);
      }
    }
    return new Choice(List.copyOf(from), List.copyOf(missing));
  }

  /** The newest published version among the tags, or null where none is one. */
  public static @Nullable String newest(Collection<String> tags) {
    return sorted(tags).reduce((older, newer) -> newer).orElse(null);
  }

  /** The published versions among the tags, oldest first. */
  public static List<String> published(Collection<String> tags) {
    return sorted(tags).toList();
  }

  private static Stream<String> sorted(Collection<String> tags) {
    return tags.stream().filter(tag -> VERSION.matcher(tag).matches()).sorted(Versions::compare);
  }

  private static @Nullable String nth(List<String> newestFirst, int back) {
    return back <= newestFirst.size() ? newestFirst.get(back - 1) : null;
  }

  /** Of a ref that is no version itself everything published is before. */
  private static boolean isBefore(String tag, @Nullable String commit, Version ref) {
    if (tag.equals(ref.name()) || ref.commit().equals(commit)) {
      return false;
    }
    return !VERSION.matcher(ref.name()).matches() || compare(tag, ref.name()) < 0;
  }

  /** By the recipe's semver; equals by the upstream version as text. */
  static int compare(String a, String b) {
    Matcher x = VERSION.matcher(a);
    Matcher y = VERSION.matcher(b);
    if (!x.matches() || !y.matches()) {
      return a.compareTo(b);
    }
    for (int group = 1; group <= 3; group++) {
      int order =
          new java.math.BigInteger(x.group(group))
              .compareTo(new java.math.BigInteger(y.group(group)));
      if (order != 0) {
        return order;
      }
    }
    int pre =
        Comparator.nullsLast(Comparator.<String>naturalOrder()).compare(x.group(4), y.group(4));
    return pre != 0 ? pre : x.group(5).compareTo(y.group(5));
  }
}
