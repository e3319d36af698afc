package tech.coopcloud.ci.source;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeSpec;

/**
 * Where recipes may be fetched from, and with which token. Whoever enrolls a Recipe is trusted with
 * its host; a run's own source, which may be the repository of a pull request, is not.
 *
 * @param origins that are allowed whatever is enrolled; {@link Origin#LOCAL} among them for paths
 *     of this machine, which no Recipe allows
 * @param tokens by the address below which each is shown; read for every fetch, so that a new one
 *     needs no restart
 * @param enrolled what Recipes there are just now
 */
public record SourceRules(
    Set<Origin> origins,
    Map<URI, Supplier<String>> tokens,
    Supplier<? extends Collection<RecipeSpec>> enrolled) {

  public SourceRules {
    origins = Set.copyOf(origins);
    tokens = Map.copyOf(tokens);
  }

  /** Without Recipes. */
  public SourceRules(Set<Origin> origins, Map<URI, Supplier<String>> tokens) {
    this(origins, tokens, List::of);
  }

  /** The same, with the Recipes that these are just now; those never valid say nothing. */
  public SourceRules with(Supplier<? extends Collection<Recipe>> recipes) {
    return new SourceRules(
        origins,
        tokens,
        () -> recipes.get().stream().map(Recipe::getSpec).filter(Objects::nonNull).toList());
  }

  /**
   * Where the address leads.
   *
   * @throws SourceException when nothing is fetched from there
   */
  Origin allowed(String address) throws SourceException {
    Origin origin;
    try {
      origin = Origin.of(address);
    } catch (IllegalArgumentException e) {
      throw refused(address, String.valueOf(e.getMessage()));
    }
    if (!origins.contains(origin) && !enrolledOrigins().contains(origin)) {
      throw refused(
          address,
          origin.equals(Origin.LOCAL)
              ? "is a path of cc-ci's machine, and it fetches from none: give an address of a server,"
                  + " or start cc-ci with --source-local-paths"
              : "leads to a server that no Recipe names: enroll a Recipe from there, or add "
                  + origin
                  + " to --source-hosts");
    }
    return origin;
  }

  private static SourceException refused(String address, String why) {
    return new SourceException(
        Reason.SOURCE_REFUSED, "\"" + SourceFetcher.shown(address) + "\" " + why + ".");
  }

  private Set<Origin> enrolledOrigins() {
    Set<Origin> found = new HashSet<>();
    for (RecipeSpec recipe : enrolled.get()) {
      Stream.of(recipe.source(), recipe.upstream()).forEach(address -> add(address, found));
    }
    found.remove(Origin.LOCAL);
    return found;
  }

  private static void add(@Nullable String address, Set<Origin> found) {
    if (address != null) {
      try {
        found.add(Origin.of(address));
      } catch (IllegalArgumentException e) {
        // a Recipe that says nonsense allows nothing; its own run says why
      }
    }
  }

  /**
   * What git is told in its environment to show the token to this origin, and to it alone. The
   * environment of the git program can be read by whoever can read the token's file; a command line
   * could be read by everybody.
   */
  Map<String, String> credentials(Origin origin) throws SourceException {
    for (Map.Entry<URI, Supplier<String>> token : tokens.entrySet()) {
      if (Origin.of(token.getKey().toString()).equals(origin)) {
        return GitHeader.of(token.getKey(), read(token.getValue()));
      }
    }
    return Map.of();
  }

  /** Whether there is a token to show to this origin. */
  boolean hasToken(Origin origin) {
    return tokens.keySet().stream().anyMatch(at -> Origin.of(at.toString()).equals(origin));
  }

  private static String read(Supplier<String> token) throws SourceException {
    try {
      return token.get();
    } catch (RuntimeException e) {
      throw new SourceException(Reason.SOURCE_NEEDS_PASSWORD, String.valueOf(e.getMessage()));
    }
  }
}
