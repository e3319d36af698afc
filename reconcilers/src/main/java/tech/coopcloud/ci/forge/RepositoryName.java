package tech.coopcloud.ci.forge;

import java.util.Locale;
import java.util.regex.Pattern;

/** A repository on the forge. The forge tells upper from lower case when it shows a name only. */
public record RepositoryName(String owner, String name) {
  private static final Pattern PART = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

  /**
   * @throws IllegalArgumentException when no repository can be called so
   */
  public RepositoryName {
    if (!PART.matcher(owner).matches() || !PART.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"%s/%s\" is not the name of a repository: write owner and repository as the forge shows them."
              .formatted(owner, name));
    }
  }

  /**
   * Reads {@code owner/name}.
   *
   * @throws IllegalArgumentException when no repository can be called so
   */
  public static RepositoryName parse(String text) {
    int slash = text.indexOf('/');
    return new RepositoryName(text.substring(0, Math.max(0, slash)), text.substring(slash + 1));
  }

  /** Whether both name one repository. */
  public boolean isSameAs(RepositoryName other) {
    return key().equals(other.key());
  }

  /** The name for comparisons, {@code owner/name} in lower case. */
  public String key() {
    return toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
