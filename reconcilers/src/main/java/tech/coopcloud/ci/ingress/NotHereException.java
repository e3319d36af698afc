package tech.coopcloud.ci.ingress;

/** Why the embedded ingress does not serve what a Traefik would, as a whole sentence. */
final class NotHereException extends NotServedException {
  private static final long serialVersionUID = 1L;

  NotHereException(String sentence) {
    super(sentence);
  }
}
