package tech.coopcloud.ci.ingress;

/** Why Traefik would not serve a router, as a whole sentence. */
final class NotServedException extends Exception {
  private static final long serialVersionUID = 1L;

  NotServedException(String sentence) {
    super(sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
