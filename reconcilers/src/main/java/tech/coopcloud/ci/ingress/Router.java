package tech.coopcloud.ci.ingress;

/**
 * A route that is served.
 *
 * @param name as the labels call it
 * @param rule as the labels write it
 * @param priority of several that match the highest is taken
 */
record Router(
    String name,
    String rule,
    Condition condition,
    long priority,
    Middleware middleware,
    Backend backend) {

  /** Who serves it. */
  enum Server {
    /** What it lacks of Traefik is not served. */
    EMBEDDED,
    /** What the embedded ingress lacks is Traefik's own affair. */
    TRAEFIK
  }

  /**
   * Where it leads.
   *
   * @param service full name of the service in the swarm
   * @param port that its containers listen on
   * @param scheme http or https
   * @param passHost whether the service gets the Host header of the request
   */
  record Backend(String service, int port, String scheme, boolean passHost) {}
}
