package tech.coopcloud.ci.recipe;

/**
 * Makes the values of secrets. Asked twice for one secret of one deployment, it gives the same
 * value, so that a run that was interrupted goes on with what it created before.
 */
@FunctionalInterface
public interface SecretSource {
  /** Stands in where nothing is deployed: every secret can be had, also one that must be given. */
  SecretSource STAND_IN = (name, form) -> new SecretValue(new byte[] {'-'});

  /**
   * @param name full name of the secret in the swarm
   */
  SecretValue value(String name, SecretForm form);
}
