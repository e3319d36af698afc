package tech.coopcloud.ci.browser;

/**
 * A part that the page needs and did not get.
 *
 * @param address where the page looked for it, without its query
 * @param why what came instead, e.g. "answered 404"
 */
public record FailedAsset(Kind kind, String address, String why) {

  /** What the page wanted it for. */
  public enum Kind {
    STYLESHEET("stylesheet"),
    SCRIPT("script");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** One sentence for a person. */
  public String sentence() {
    return "The page's " + kind.word + " " + address + " did not load: it " + why + ".";
  }
}
