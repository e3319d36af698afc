package tech.coopcloud.ci.controller.dashboard;

import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.Verdict;
import tech.coopcloud.ci.report.NewestRun;

/**
 * A recipe's state in a few words, as a picture.
 *
 * @param text e.g. {@code passed, level 5}; letters, digits and commas alone
 * @param colour of its ground, dark enough for white letters
 */
record Badge(String text, String colour) {
  private static final String GREY = "#595959";
  private static final String LABEL = "cc-ci";
  private static final int PER_LETTER = 7;
  private static final int MARGIN = 6;

  static Badge of(Source source, String namespace, String recipe) {
    return NewestRun.of(namespace, recipe, source.runs())
        .map(Badge::of)
        .orElse(new Badge("not tested", GREY));
  }

  private static Badge of(TestRun run) {
    Verdict verdict = Look.verdict(run);
    Integer level = Look.status(run).level();
    String rest = level == null ? "" : ", level " + level;
    return switch (verdict) {
      case PASSED -> new Badge("passed" + rest, "#1a7f37");
      case FAILED -> new Badge("failed" + rest, "#b42318");
      case UNVERIFIED -> new Badge("not verified" + rest, "#7a5b00");
      case null -> new Badge("not tested", GREY);
    };
  }

  String svg() {
    int left = LABEL.length() * PER_LETTER + 2 * MARGIN;
    int right = text.length() * PER_LETTER + 2 * MARGIN;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">
    <title>%2$s: %3$s</title>
    <rect width="%4$d" height="20" fill="#24292f"/>
    <rect x="%4$d" width="%5$d" height="20" fill="%6$s"/>
    <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    <text x="%7$d" y="14" textLength="%8$d">%2$s</text>
    <text x="%9$d" y="14" textLength="%10$d">%3$s</text>
    </g>
    </svg>
    """
        .formatted(
            left + right,
            LABEL,
            text,
            left,
            right,
            colour,
            MARGIN,
            LABEL.length() * PER_LETTER,
            left + MARGIN,
            text.length() * PER_LETTER);
  }
}
