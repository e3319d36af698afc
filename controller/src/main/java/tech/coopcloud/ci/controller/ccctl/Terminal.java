package tech.coopcloud.ci.controller.ccctl;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command reads and writes. Output is buffered until {@link #flush}; errors are not.
 *
 * @param colours whether a person at a terminal reads {@code out}
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean colours) {

  static Terminal ofProcess() {
    boolean colours =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(
        System.in,
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 14),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        colours);
  }

  void line(String text) {
    out.print(text + "\n");
  }

  void error(String text) {
    out.flush();
    err.print(text + "\n");
    err.flush();
  }

  /**
   * Hands on what was written.
   *
   * @return false when nobody reads it any more, as in {@code ccctl get -w | head}
   */
  boolean flush() {
    return !out.checkError();
  }

  /** On a terminal, without what would steer it: log lines come from the code under test. */
  String safe(String line) {
    return colours ? Table.printable(line) : line;
  }

  /** Colours a word that stands for something good, bad or under way; other words stay plain. */
  String coloured(String word) {
    if (!colours) {
      return word;
    }
    return switch (word.strip()) {
      case "Passed", "passed" -> "\u001b[32m" + word + "\u001b[0m";
      case "Failed", "failed" -> "\u001b[31m" + word + "\u001b[0m";
      case "Unverified", "unverified", "Warning" -> "\u001b[33m" + word + "\u001b[0m";
      case "Running", "Deploying", "Stage", "TearingDown" -> "\u001b[36m" + word + "\u001b[0m";
      default -> word;
    };
  }
}
