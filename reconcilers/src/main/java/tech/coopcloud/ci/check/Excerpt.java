package tech.coopcloud.ci.check;

/** The beginning of a text, on one line, for a sentence. */
final class Excerpt {
  private static final int LENGTH = 200;

  private Excerpt() {}

  static String of(String text) {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + "...";
  }
}
