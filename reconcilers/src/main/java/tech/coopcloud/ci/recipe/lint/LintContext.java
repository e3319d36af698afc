package tech.coopcloud.ci.recipe.lint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a checkout beside its files.
 *
 * @param version the tag that the checkout is, or null where it is none
 * @param published tags of the versions published so far; empty where there are none or it is not
 *     known
 */
public record LintContext(@Nullable String version, Set<String> published) {
  /** Nothing is known. */
  public static final LintContext NONE = new LintContext(null, Set.of());

  public LintContext {
    published = Set.copyOf(published);
  }
}
