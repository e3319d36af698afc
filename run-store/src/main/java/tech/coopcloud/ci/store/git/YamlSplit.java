package tech.coopcloud.ci.store.git;

import java.util.ArrayList;
import java.util.List;

/** Cuts a YAML stream into the texts of its documents, without reading them. */
final class YamlSplit {
  private YamlSplit() {}

  /**
   * The texts of the documents that hold anything but comments; joined they give the stream again.
   * Comments before the first marker belong to the document after it.
   */
  static List<String> documents(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean content = false;
    for (String line : lines(text)) {
      if (isMarker(line) && content) {
        parts.add(part.toString());
        part.setLength(0);
        content = false;
      }
      part.append(line);
      String said = (isMarker(line) ? line.substring(3) : line).strip();
      content |= !said.isEmpty() && !said.startsWith("#") && !said.equals("...");
    }
    if (content || parts.isEmpty()) {
      parts.add(part.toString());
    } else {
      parts.set(parts.size() - 1, parts.getLast() + part);
    }
    return parts;
  }

  /** The comments and the marker before a document's content. */
  static String marker(String part) {
    StringBuilder head = new StringBuilder();
    for (String line : lines(part)) {
      String said = line.strip();
      if (!said.isEmpty() && !said.startsWith("#") && !said.equals("---")) {
        if (isMarker(line)) {
          head.append("---\n");
        }
        break;
      }
      head.append(line);
    }
    return head.toString();
  }

  private static boolean isMarker(String line) {
    return line.startsWith("---") && (line.length() == 3 || Character.isWhitespace(line.charAt(3)));
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      end = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(at, end));
      at = end;
    }
    return lines;
  }
}
