package tech.coopcloud.ci.forge;

/** The forge did not do what it was asked. The message is a sentence: what, where, what to do. */
public final class ForgeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Kind {
    /** It does not answer, or not now: the same may work later. */
    UNAVAILABLE,
    /** It does not know the token. */
    TOKEN_REFUSED,
    /** The token's user may not do this. */
    FORBIDDEN,
    /** There is no such thing, or none that the token's user may see. */
    NOT_FOUND,
    /** It refuses the request for another reason; asking again does not help. */
    REFUSED
  }

  private final Kind kind;

  ForgeException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the failure concerns the forge as a whole, not the one thing that was asked for. */
  public boolean concernsEverything() {
    return kind == Kind.UNAVAILABLE || kind == Kind.TOKEN_REFUSED;
  }
}
