package tech.coopcloud.ci.ingress;

/** Where a request is led to. */
sealed interface Target {

  /**
   * To containers.
   *
   * @param addresses of containers that run and are healthy, at least one
   */
  record Found(Router router, java.util.List<String> addresses) implements Target {}

  /**
   * Nowhere.
   *
   * @param sentence why
   */
  record Nowhere(String sentence) implements Target {}
}
