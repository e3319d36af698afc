package tech.coopcloud.ci.browser;

/** The reason why a page is not shown, as a sentence. */
final class Trouble extends Exception {
  private final boolean infrastructure;

  private Trouble(boolean infrastructure, String sentence) {
    super(sentence, null, false, false);
    this.infrastructure = infrastructure;
  }

  /** The page, or what serves it, is to blame. */
  static Trouble ofThePage(String sentence) {
    return new Trouble(false, sentence);
  }

  /** The machine or the browser is to blame, and another try may go well. */
  static Trouble ofTheBrowser(String sentence) {
    return new Trouble(true, sentence);
  }

  boolean infrastructure() {
    return infrastructure;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
