package tech.coopcloud.ci.ingress;

/** Why Traefik would not serve a router, as a whole sentence. */
sealed class NotServedException extends Exception permits NotHereException {
  private static final long serialVersionUID = 1L;

  NotServedException(String sentence) {
    super(sentence);
  }

  final String sentence() {
    return String.valueOf(getMessage());
  }
}
