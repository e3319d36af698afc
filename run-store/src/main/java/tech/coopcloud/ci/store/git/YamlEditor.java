package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Changes values in a YAML text that a person wrote: only the lines of what changed are touched, so
 * comments, order and the other documents stay. The outcome is read again and compared with what
 * was asked; where the text resists (flow style, aliases) that document alone is written anew.
 */
final class YamlEditor {
  private final String text;
  private final List<Splice> splices = new ArrayList<>();

  private YamlEditor(String text) {
    this.text = text;
  }

  private record Splice(int from, int to, String text) {}

  /** The text cannot be changed here; somebody further out has to write the whole value anew. */
  private static final class Resists extends Exception {
    private static final long serialVersionUID = 1L;

    Resists() {
      super("", null, false, false);
    }
  }

  /**
   * Makes to one document the change that leads from {@code before} to {@code after}.
   *
   * @param index which of the documents that are not empty
   * @throws BadManifestException when the text is no YAML
   */
  static String change(String text, int index, ObjectNode before, ObjectNode after)
      throws BadManifestException {
    List<YamlDocuments.Document> documents = YamlDocuments.parse(text);
    YamlDocuments.Document document = documents.get(index);
    JsonNode wanted = JsonDiff.apply(document.value(), before, after);
    if (wanted == null || wanted.equals(document.value())) {
      return text;
    }
    List<JsonNode> all = new ArrayList<>();
    documents.forEach(one -> all.add(one.value()));
    all.set(index, wanted);
    try {
      YamlEditor editor = new YamlEditor(text);
      editor.mapping(document.root(), document.value(), before, after);
      String changed = editor.spliced();
      if (says(changed, all)) {
        return changed;
      }
    } catch (Resists e) {
      // the whole document, then
    }
    return rewritten(text, index, wanted, all);
  }

  private static String rewritten(String text, int index, JsonNode wanted, List<JsonNode> all) {
    List<String> parts = YamlSplit.documents(text);
    if (parts.size() == all.size()) {
      String head = YamlSplit.marker(parts.get(index));
      parts.set(index, head + YamlText.of(wanted));
      String changed = String.join("", parts);
      if (says(changed, all)) {
        return changed;
      }
    }
    StringBuilder everything = new StringBuilder();
    for (JsonNode one : all) {
      everything.append(everything.isEmpty() ? "" : "---\n").append(YamlText.of(one));
    }
    return everything.toString();
  }

  /**
   * The text without one document.
   *
   * @return null when nothing but that document was in it
   */
  static @Nullable String remove(String text, int index) throws BadManifestException {
    List<JsonNode> rest = new ArrayList<>();
    YamlDocuments.parse(text).forEach(one -> rest.add(one.value()));
    rest.remove(index);
    if (rest.isEmpty()) {
      return null;
    }
    List<String> parts = YamlSplit.documents(text);
    if (parts.size() == rest.size() + 1) {
      parts.remove(index);
      String shorter = String.join("", parts);
      if (says(shorter, rest)) {
        return shorter;
      }
    }
    StringBuilder everything = new StringBuilder();
    for (JsonNode one : rest) {
      everything.append(everything.isEmpty() ? "" : "---\n").append(YamlText.of(one));
    }
    return everything.toString();
  }

  private static boolean says(String text, List<JsonNode> wanted) {
    try {
      List<JsonNode> read = new ArrayList<>();
      YamlDocuments.parse(text).forEach(one -> read.add(one.value()));
      return read.equals(wanted);
    } catch (BadManifestException e) {
      return false;
    }
  }

  private void mapping(Node node, JsonNode value, JsonNode before, JsonNode after) throws Resists {
    if (!(node instanceof MappingNode mapping)
        || mapping.getFlowStyle() != FlowStyle.BLOCK
        || mapping.getValue().isEmpty()
        || !(value instanceof ObjectNode there)
        || !(before instanceof ObjectNode old)
        || !(after instanceof ObjectNode now)
        || now.isEmpty()) {
      throw new Resists();
    }
    int left = mapping.getValue().size();
    StringBuilder added = new StringBuilder();
    int column = mapping.getValue().getFirst().getKeyNode().getStartMark().getColumn();
    for (String key : JsonDiff.keys(old, now)) {
      JsonNode next = JsonDiff.apply(there.get(key), old.get(key), now.get(key));
      if (Objects.equals(next, there.get(key))) {
        continue;
      }
      NodeTuple tuple = tuple(mapping, key);
      if (next == null) {
        remove(Objects.requireNonNull(tuple, key));
        left--;
      } else if (tuple == null) {
        added.append(" ".repeat(column)).append(key(key)).append(block(next, column)).append('\n');
      } else {
        value(tuple, there.get(key), old.get(key), now.get(key), next, column);
      }
    }
    if (left == 0) {
      throw new Resists();
    }
    if (!added.isEmpty()) {
      int at = lineEnd(end(mapping));
      boolean open = at == text.length() && !text.endsWith("\n");
      splices.add(new Splice(at, at, (open ? "\n" : "") + added));
    }
  }

  private static @Nullable NodeTuple tuple(MappingNode mapping, String key) throws Resists {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
        return tuple;
      }
    }
    return null;
  }

  /** Changes a value in place as deep down as can be; else writes it anew. */
  private void value(
      NodeTuple tuple,
      JsonNode there,
      @Nullable JsonNode before,
      @Nullable JsonNode after,
      JsonNode next,
      int column)
      throws Resists {
    int mark = splices.size();
    try {
      within(tuple.getValueNode(), there, before, after);
    } catch (Resists e) {
      while (splices.size() > mark) {
        splices.removeLast();
      }
      replace(tuple, next, column);
    }
  }

  private void within(
      Node node, JsonNode there, @Nullable JsonNode before, @Nullable JsonNode after)
      throws Resists {
    if (before == null || after == null) {
      throw new Resists();
    }
    if (!(node instanceof SequenceNode sequence)) {
      mapping(node, there, before, after);
      return;
    }
    if (sequence.getFlowStyle() != FlowStyle.BLOCK
        || !(there instanceof ArrayNode)
        || !(before instanceof ArrayNode)
        || !(after instanceof ArrayNode)
        || there.size() != before.size()
        || before.size() != after.size()) {
      throw new Resists();
    }
    for (int i = 0; i < after.size(); i++) {
      if (!after.get(i).equals(before.get(i))) {
        element(sequence.getValue().get(i), there.get(i), before.get(i), after.get(i));
      }
    }
  }

  private void element(Node node, JsonNode there, JsonNode before, JsonNode after) throws Resists {
    if (node instanceof ScalarNode && after.isValueNode() && end(node) > at(node.getStartMark())) {
      splices.add(new Splice(at(node.getStartMark()), end(node), YamlText.of(after).strip()));
    } else {
      within(node, there, before, after);
    }
  }

  private void remove(NodeTuple tuple) throws Resists {
    int start = at(tuple.getKeyNode().getStartMark());
    int line = lineStart(start);
    if (!text.substring(line, start).isBlank()) {
      throw new Resists(); // the first key after a dash
    }
    splices.add(new Splice(line, lineEnd(end(tuple)), ""));
  }

  private void replace(NodeTuple tuple, JsonNode next, int column) throws Resists {
    int keyEnd = at(tuple.getKeyNode().getEndMark());
    int colon = text.indexOf(':', keyEnd);
    int end = end(tuple);
    if (colon < 0 || !text.substring(keyEnd, colon).isBlank() || end < colon) {
      throw new Resists();
    }
    String rest = text.substring(colon + 1, lineEnd(colon)).strip();
    boolean comment = rest.startsWith("#") && lineEnd(colon) <= end;
    String written = block(next, column);
    String changed;
    if (!comment) {
      changed = written;
    } else if (written.startsWith("\n")) {
      changed = " " + rest + written;
    } else {
      changed = written + " " + rest;
    }
    splices.add(new Splice(colon + 1, Math.max(end, colon + 1), changed));
  }

  /** What stands after the colon of a key, without the last line break. */
  private static String block(JsonNode value, int column) {
    String yaml = YamlText.of(value);
    if (value.isContainerNode() && !value.isEmpty()) {
      return "\n" + indented(yaml, column + 2);
    }
    int first = yaml.indexOf('\n');
    String head = " " + yaml.substring(0, first);
    String tail = yaml.substring(first + 1);
    return tail.isEmpty() ? head : head + "\n" + indented(tail, column);
  }

  private static String indented(String yaml, int column) {
    StringBuilder out = new StringBuilder();
    for (String line : yaml.substring(0, yaml.length() - 1).split("\n", -1)) {
      out.append(out.isEmpty() ? "" : "\n").append(line.isEmpty() ? "" : " ".repeat(column) + line);
    }
    return out.toString();
  }

  private static String key(String key) {
    String yaml = YamlText.of(JsonNodeFactory.instance.objectNode().put(key, 1));
    return yaml.substring(0, yaml.lastIndexOf(':') + 1);
  }

  private int end(NodeTuple tuple) throws Resists {
    Node value = tuple.getValueNode();
    int keyEnd = at(tuple.getKeyNode().getEndMark());
    int colon = text.indexOf(':', keyEnd);
    if (value instanceof ScalarNode scalar && scalar.getValue().isEmpty() && scalar.isPlain()) {
      return colon + 1;
    }
    if (at(value.getStartMark()) < keyEnd) {
      throw new Resists(); // an alias
    }
    return end(value);
  }

  /** Where the text of a node ends, without the blanks and comments that follow it. */
  private int end(Node node) throws Resists {
    if (node instanceof CollectionNode<?> collection
        && collection.getFlowStyle() == FlowStyle.BLOCK
        && !collection.getValue().isEmpty()) {
      return switch (collection) {
        case MappingNode mapping -> end(mapping.getValue().getLast());
        case SequenceNode sequence -> {
          Node last = sequence.getValue().getLast();
          if (at(last.getStartMark()) < at(sequence.getStartMark())) {
            throw new Resists(); // an alias
          }
          yield end(last);
        }
        default -> throw new Resists();
      };
    }
    int end = at(node.getEndMark());
    while (end > at(node.getStartMark()) && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private int at(Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /** After the line break that ends the line. */
  private int lineEnd(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }

  private String spliced() throws Resists {
    splices.sort(Comparator.comparingInt(Splice::from));
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Splice splice : splices) {
      if (splice.from() < at) {
        throw new Resists();
      }
      out.append(text, at, splice.from()).append(splice.text());
      at = splice.to();
    }
    return out.append(text, at, text.length()).toString();
  }
}
