package tech.coopcloud.ci.ingress;

import org.jspecify.annotations.Nullable;

/** How labels refer to a service or a middleware: {@code name} or {@code name@provider}. */
final class Reference {
  private Reference() {}

  /**
   * The name; null for what another provider defines. What services' labels say is of the provider
   * swarm, and was docker's in v2 only.
   */
  static @Nullable String local(String reference) {
    String name = reference.strip();
    int at = name.lastIndexOf('@');
    if (at < 0) {
      return name;
    }
    return name.substring(at + 1).equals("swarm") ? name.substring(0, at) : null;
  }
}
