package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A text that a person wrote is changed only where a value changed. */
class YamlEditorTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TEXT =
      """
      # about the first
      apiVersion: example.org/v1   # the version
      kind: Widget
      metadata:
        name: "a"
        labels: {team: one}
      spec:
        colour: red # as the door
        # its parts
        parts:
          - name: x   # first
            state: New
          - name: y

        note: |
          two
          lines
      # in the end
      ---
      # about the second
      other: [1, 2]
      """;

  private static List<JsonNode> read(String text) {
    try {
      return YamlDocuments.parse(text).stream().map(YamlDocuments.Document::value).toList();
    } catch (BadManifestException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static String change(String text, ObjectNode after) throws BadManifestException {
    return YamlEditor.change(text, 0, (ObjectNode) read(text).getFirst(), after);
  }

  private static ObjectNode first() {
    return read(TEXT).getFirst().deepCopy();
  }

  @Test
  void aValueIsReplacedWhereItStands() throws Exception {
    ObjectNode after = first();
    after.withObjectProperty("spec").put("colour", "blue");
    ((ObjectNode) after.at("/spec/parts/0")).put("state", "Old");
    assertThat(change(TEXT, after))
        .isEqualTo(TEXT.replace("red #", "blue #").replace("state: New", "state: Old"));
  }

  @Test
  void aKeyIsAddedAtTheEndOfItsMappingAndRemovedByItsLines() throws Exception {
    ObjectNode after = first();
    after.withObjectProperty("spec").remove("note");
    after.withObjectProperty("spec").put("size", 3);
    after.withObjectProperty("metadata").withObjectProperty("annotations").put("a/b", "no");
    assertThat(change(TEXT, after))
        .isEqualTo(
            TEXT.replace("  note: |\n    two\n    lines\n", "  size: 3\n")
                .replace(
                    "  labels: {team: one}\n",
                    "  labels: {team: one}\n  annotations:\n    a/b: \"no\"\n"));
  }

  @Test
  void aDocumentIsRemovedAndTheOthersStay() throws Exception {
    assertThat(YamlEditor.remove(TEXT, 0)).isEqualTo("---\n# about the second\nother: [1, 2]\n");
    assertThat(YamlEditor.remove(TEXT, 1)).isEqualTo(TEXT.substring(0, TEXT.indexOf("---")));
    assertThat(YamlEditor.remove("a: 1\n", 0)).isNull();
  }

  /**
   * Whatever is asked, the text then says it, the other document is untouched, its comments too.
   */
  @Property(tries = 500)
  void theTextSaysWhatWasAskedAndKeepsTheRest(@ForAll("specs") ObjectNode spec) throws Exception {
    ObjectNode after = first();
    after.set("spec", spec);
    String changed = change(TEXT, after);
    assertThat(read(changed)).containsExactly(after, read(TEXT).get(1));
    assertThat(changed).contains("# about the first", "---\n# about the second\nother: [1, 2]\n");
  }

  /** What one change leads to, the next one starts from: a random walk over texts. */
  @Property(tries = 100)
  void changesMayFollowOneAnother(@ForAll("walks") List<ObjectNode> specs) throws Exception {
    String text = TEXT;
    for (ObjectNode spec : specs) {
      ObjectNode after = read(text).getFirst().deepCopy();
      after.set("spec", spec);
      text = change(text, after);
      assertThat(read(text)).containsExactly(after, read(TEXT).get(1));
    }
    assertThat(text).contains("# about the second\nother: [1, 2]\n");
  }

  @Property(tries = 500)
  void whatIsWrittenAnewIsReadTheSame(@ForAll("specs") ObjectNode spec) {
    ObjectNode document = JSON.objectNode();
    document.set("spec", spec);
    assertThat(read(YamlText.of(document))).containsExactly(document);
  }

  @Provide
  Arbitrary<List<ObjectNode>> walks() {
    return specs().list().ofMinSize(2).ofMaxSize(6);
  }

  @Provide
  Arbitrary<ObjectNode> specs() {
    Arbitrary<String> keys =
        Arbitraries.of("colour", "parts", "note", "size", "no", "1.5", "with space", "a: b", "#x");
    return Arbitraries.maps(keys, values(2))
        .ofMaxSize(6)
        .map(
            map -> {
              ObjectNode object = JSON.objectNode();
              map.forEach(object::set);
              return object;
            });
  }

  private static Arbitrary<JsonNode> values(int depth) {
    Arbitrary<JsonNode> words =
        Arbitraries.of(
                "red",
                "no",
                "null",
                "~",
                "",
                " ",
                "1",
                "0x1f",
                "1e3",
                "2026-01-01",
                "12:30",
                "a: b",
                "- a",
                "# no comment",
                "two\nlines",
                "ends\n",
                "\n\nstarts",
                "  indented\nless",
                "tab\there",
                "quote\"d",
                "it's",
                "ü😀",
                "trailing ",
                "---",
                "...",
                "<<",
                "*a",
                "&a",
                "!t",
                "%d",
                "@x",
                "`",
                "{",
                "[a",
                "x:",
                "\u0007",
                "http://a.b/c?d=e#f")
            .map(JSON::textNode);
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            words,
            Arbitraries.strings()
                .all()
                .ofMaxLength(8)
                .filter(YamlEditorTest::isText)
                .map(JSON::textNode),
            Arbitraries.integers().map(JSON::numberNode),
            Arbitraries.of(true, false).map(JSON::booleanNode));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<JsonNode> objects =
        Arbitraries.maps(Arbitraries.of("name", "state", "y", "10"), values(depth - 1))
            .ofMaxSize(3)
            .map(
                map -> {
                  ObjectNode object = JSON.objectNode();
                  map.forEach(object::set);
                  return object;
                });
    Arbitrary<JsonNode> arrays =
        values(depth - 1)
            .list()
            .ofMaxSize(3)
            .map(
                list -> {
                  ArrayNode array = JSON.arrayNode();
                  list.forEach(array::add);
                  return array;
                });
    return Arbitraries.oneOf(leaves, objects, arrays);
  }

  /** JSON that comes over the wire is well-formed Unicode. */
  private static boolean isText(String text) {
    return text.codePoints().noneMatch(c -> (c >= 0xd800 && c <= 0xdfff) || c >= 0xfffe);
  }
}
