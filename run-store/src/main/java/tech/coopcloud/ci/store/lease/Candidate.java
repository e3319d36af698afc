package tech.coopcloud.ci.store.lease;

import java.util.regex.Pattern;

/**
 * A server that may lead.
 *
 * @param name no other server has the same, and it stays the same over restarts; fit for a ref
 * @param installation a fingerprint of what all servers of one installation have in common
 * @param takeOver whether somebody said that a leader that does not answer is gone for good
 */
public record Candidate(String name, String installation, boolean takeOver) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

  public Candidate {
    if (!NAME.matcher(name).matches() || name.endsWith(".lock")) {
      throw new IllegalArgumentException(name + " is no name for a ref");
    }
  }
}
