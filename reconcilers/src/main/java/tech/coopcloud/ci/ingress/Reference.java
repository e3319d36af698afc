package tech.coopcloud.ci.ingress;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How labels refer to a service or a middleware: {@code name} or {@code name@provider}. */
final class Reference {
  /** Traefik's provider of what services' labels say is called swarm, and docker in v2. */
  private static final Set<String> OURS = Set.of("swarm", "docker");

  private Reference() {}

  /** The name, in lower case; null for what another provider defines. */
  static @Nullable String local(String reference) {
    String lower = reference.strip().toLowerCase(Locale.ROOT);
    int at = lower.lastIndexOf('@');
    if (at < 0) {
      return lower;
    }
    return OURS.contains(lower.substring(at + 1)) ? lower.substring(0, at) : null;
  }
}
