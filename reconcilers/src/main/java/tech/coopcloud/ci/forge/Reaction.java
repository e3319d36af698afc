package tech.coopcloud.ci.forge;

/** A reaction to a comment, of those that a Gitea has unless it was set up otherwise. */
public enum Reaction {
  /** It was seen, and something is done about it. */
  EYES("eyes"),
  /** It was done. */
  THUMBS_UP("+1"),
  /** Its author may not ask for this. */
  CONFUSED("confused");

  private final String text;

  Reaction(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
