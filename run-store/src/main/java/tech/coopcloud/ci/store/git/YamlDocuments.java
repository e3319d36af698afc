package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the YAML documents of a file, within limits that make hostile files harmless, to JSON
 * trees. Scalars are read by the core schema of YAML 1.2: {@code no} is a string, as is a date.
 */
final class YamlDocuments {
  /** The largest file that is read, in bytes. */
  static final long MAX_SIZE = 1 << 20;

  private static final int MAX_ALIASES = 50;
  private static final int MAX_DEPTH = 60;

  /** What a document may grow to by its aliases. */
  private static final int MAX_NODES = 100_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private int nodes;

  private YamlDocuments() {}

  /**
   * One document.
   *
   * @param line where it starts, counted from 1
   * @param root its text's structure, with positions
   */
  record Document(int line, JsonNode value, Node root) {}

  /**
   * The documents of a text that are not empty.
   *
   * @throws BadManifestException when it is no YAML, or beyond the limits
   */
  static List<Document> parse(String text) throws BadManifestException {
    List<Document> documents = new ArrayList<>();
    try {
      for (Node root : yaml().composeAll(new StringReader(text))) {
        JsonNode value = new YamlDocuments().json(root, 0);
        if (!value.isNull()) {
          documents.add(new Document(root.getStartMark().getLine() + 1, value, root));
        }
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new BadManifestException(
          "InvalidYaml", line, "this is no YAML: " + oneLine(String.valueOf(e.getProblem())));
    } catch (YAMLException e) {
      throw new BadManifestException(
          "InvalidYaml",
          0,
          "this is no YAML that is read here: " + oneLine(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      throw new BadManifestException("InvalidYaml", 0, "this is nested too deep");
    }
    return documents;
  }

  /**
   * The line, counted from 1, where a field stands, or the last of its parents that is there.
   *
   * @param field a path such as {@code spec.stages[0].name}, anything after it is ignored
   */
  static int line(Node root, String field) {
    Node at = root;
    int line = root.getStartMark().getLine() + 1;
    for (String part : field.replaceFirst("(: |$).*", "").split("[.\\[\\]]+")) {
      Node next = null;
      if (at instanceof MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(part)) {
            next = tuple.getValueNode();
            line = key.getStartMark().getLine() + 1;
          }
        }
      } else if (at instanceof SequenceNode sequence
          && part.matches("[0-9]{1,6}")
          && Integer.parseInt(part) < sequence.getValue().size()) {
        next = sequence.getValue().get(Integer.parseInt(part));
        line = next.getStartMark().getLine() + 1;
      }
      if (next == null) {
        break;
      }
      at = next;
    }
    return line;
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s+", " ").strip();
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit((int) MAX_SIZE);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    DumperOptions dumper = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options), new Representer(dumper), dumper, options, new CoreSchema());
  }

  private JsonNode json(Node node, int depth) throws BadManifestException {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw bad(node, "this grows too large by its aliases; write it out");
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, depth);
      case SequenceNode sequence -> {
        ArrayNode array = JSON.arrayNode();
        for (Node element : sequence.getValue()) {
          array.add(json(element, depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw bad(node, "this is nothing that JSON could say");
    };
  }

  private ObjectNode object(MappingNode mapping, int depth) throws BadManifestException {
    ObjectNode object = JSON.objectNode();
    List<ObjectNode> merged = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw bad(tuple.getKeyNode(), "a key must be a plain word");
      }
      JsonNode value = json(tuple.getValueNode(), depth + 1);
      if (key.getTag().equals(Tag.MERGE)) {
        merge(key, value, merged);
      } else if (object.has(key.getValue())) {
        throw bad(key, "the key \"" + key.getValue() + "\" stands here twice; remove one");
      } else {
        object.set(key.getValue(), value);
      }
    }
    for (ObjectNode more : merged) {
      more.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
    }
    return object;
  }

  private static void merge(Node key, JsonNode value, List<ObjectNode> merged)
      throws BadManifestException {
    if (value instanceof ObjectNode one) {
      merged.add(one);
    } else if (value instanceof ArrayNode several) {
      for (JsonNode one : several) {
        merge(key, one, merged);
      }
    } else {
      throw bad(key, "only mappings can be merged with <<");
    }
  }

  private static JsonNode scalar(ScalarNode node) throws BadManifestException {
    String text = node.getValue();
    Tag tag = node.getTag();
    try {
      if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE)) {
        return JSON.textNode(text);
      } else if (tag.equals(Tag.NULL)) {
        return JSON.nullNode();
      } else if (tag.equals(Tag.BOOL)) {
        return JSON.booleanNode(text.equalsIgnoreCase("true"));
      } else if (tag.equals(Tag.INT)) {
        return integer(text);
      } else if (tag.equals(Tag.FLOAT)) {
        return JSON.numberNode(new BigDecimal(text).doubleValue());
      }
    } catch (NumberFormatException e) {
      throw bad(node, "\"" + text + "\" is no number");
    }
    throw bad(node, "the tag " + tag.getValue() + " is not known here; remove it");
  }

  private static JsonNode integer(String text) {
    BigInteger value =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    if (value.bitLength() < Integer.SIZE) {
      return JSON.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? JSON.numberNode(value.longValue())
        : JSON.numberNode(value);
  }

  private static BadManifestException bad(Node node, String message) {
    return new BadManifestException("InvalidYaml", node.getStartMark().getLine() + 1, message);
  }

  /** Which plain words are not strings: YAML 1.2, section 10.3.2, and the merge key of 1.1. */
  private static final class CoreSchema extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
      addImplicitResolver(
          Tag.INT,
          Pattern.compile("[-+]?[0-9]{1,40}|0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}"),
          "-+0123456789");
      addImplicitResolver(
          Tag.FLOAT,
          Pattern.compile(
              "[-+]?(?:\\.[0-9]{1,40}|[0-9]{1,40}(?:\\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?"),
          "-+0123456789.");
      addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
      addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL| "), "~nN\0");
      addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
    }
  }
}
