package tech.coopcloud.ci.recipe;

import java.util.List;
import java.util.Map;

/**
 * What a recipe is deployed as. Nothing of it comes from the recipe's own files.
 *
 * @param recipe name of the recipe
 * @param domain of the app, e.g. {@code cust-1a2b3c.ci.localhost}
 * @param stackName the domain with its dots as underscores
 * @param version published version, or a commit that is not one
 * @param published whether {@code version} is a published version; abra calls the other case chaos
 * @param env values that win over {@code .env.sample}
 * @param givenSecrets values of secrets, by the name that the compose file has for them
 * @param overlays compose files of the checkout to lay over those of {@code COMPOSE_FILE}
 * @param secrets makes the value of every other secret
 */
public record DeploymentContext(
    String recipe,
    String domain,
    String stackName,
    String version,
    boolean published,
    Map<String, String> env,
    Map<String, String> givenSecrets,
    List<String> overlays,
    SecretSource secrets) {
  public DeploymentContext {
    env = Map.copyOf(env);
    givenSecrets = Map.copyOf(givenSecrets);
    overlays = List.copyOf(overlays);
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "DeploymentContext[" + recipe + " as " + domain + "]";
  }
}
