package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to fetch, deploy and test a recipe. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipeSpec(
    @Required @Size(min = 1, max = 2048) @JsonPropertyDescription("Git address of the recipe.")
        String source,
    @Size(min = 1, max = 2048) @JsonPropertyDescription(
            "Git address that has the published version tags. Default: source.")
        @Nullable String upstream,
    @JsonPropertyDescription("The repository whose pull requests are watched.")
        @Nullable Forge forge,
    @JsonPropertyDescription("What a healthy answer is.") @Nullable Health health,
    @JsonPropertyDescription("How the recipe is deployed for a test.") @Nullable Deploy deploy,
    @JsonPropertyDescription("What to upgrade from.") @Nullable Upgrade upgrade,
    @JsonPropertyDescription("Data to write before an upgrade or a backup, and to read back after.")
        @Nullable List<Seed> seeds,
    @JsonPropertyDescription("Functional checks.") @Nullable List<FunctionalCheck> checks,
    @JsonPropertyDescription("Recipes to deploy first, by name; in the same namespace.")
        @Nullable List<String> dependsOn,
    @JsonPropertyDescription("Stages that do not apply to this recipe, each with the reason why.")
        @Nullable Map<String, String> expectedSkips,
    @JsonPropertyDescription("How long each stage may take, e.g. upgrade: 20m.")
        @Nullable Timeouts timeouts,
    @JsonPropertyDescription("How many runs of this recipe may go on at once.")
        @Nullable Concurrency concurrency,
    @JsonPropertyDescription("Which finished runs are kept.") @Nullable Retention retention) {
  /** Git address that has the published version tags. */
  public String publishedIn() {
    return upstream == null ? source : upstream;
  }

  public Health healthOrDefault() {
    return health == null ? Health.defaults() : health;
  }

  public Deploy deployOrDefault() {
    return deploy == null ? Deploy.defaults() : deploy;
  }

  /** Published versions to upgrade from: numbers count back from the newest, others are tags. */
  public List<String> upgradeFromOrDefault() {
    return upgrade == null || upgrade.from() == null || upgrade.from().isEmpty()
        ? List.of("1")
        : upgrade.from();
  }

  public List<Seed> seedsOrNone() {
    return seeds == null ? List.of() : seeds;
  }

  /** The recipes to deploy first, each once. */
  public List<String> dependsOnOrNone() {
    return dependsOn == null ? List.of() : dependsOn.stream().distinct().toList();
  }

  /** Why the stage does not apply to this recipe, or null when it does. */
  public @Nullable String expectedSkip(StageName stage) {
    return expectedSkips == null ? null : expectedSkips.get(stage.text());
  }

  /** How long the stage may take, or null where only the run has a limit. */
  public @Nullable Duration timeout(StageName stage) {
    return timeouts == null ? null : timeouts.of(stage);
  }

  public Concurrency concurrencyOrDefault() {
    return concurrency == null ? new Concurrency(null, null) : concurrency;
  }
}
