package tech.coopcloud.ci.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a compose file into {@link Node}s: no Java object is ever constructed from it, custom tags
 * are refused, and depth, aliases and the size with all aliases expanded are bounded.
 */
final class ComposeYaml {
  private static final int DEEPEST = 40;
  private static final int MOST_ALIASES = 200;

  /** With every alias expanded. The largest real recipes have a few thousand. */
  private static final int MOST_NODES = 50_000;

  private static final Tag PLAIN = new Tag("tag:ci.coopcloud.tech,2026:plain");
  private static final Set<Tag> KNOWN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

  private final String file;
  private final Findings findings;
  private final Set<org.yaml.snakeyaml.nodes.Node> open =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;

  private ComposeYaml(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /**
   * @param file its name, for the places
   * @return the top-level mapping
   */
  static Node.Fields read(String file, String text, Findings findings)
      throws InvalidRecipeException {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(text.length() + 1);
    options.setProcessComments(false);
    org.yaml.snakeyaml.nodes.@Nullable Node root;
    try {
      Composer composer =
          new Composer(
              new ParserImpl(new StreamReader(text), options), new PlainAsWritten(), options);
      root = composer.checkNode() ? composer.getNode() : null;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw invalid(file, line, "This is not valid YAML: " + oneLine(e.getProblem()) + ".");
    } catch (YAMLException e) {
      throw invalid(file, 0, "This is not valid YAML: " + oneLine(e.getMessage()) + ".");
    } catch (StackOverflowError e) {
      throw invalid(file, 0, "The file is nested too deeply.");
    }
    if (!(root instanceof MappingNode mapping)) {
      throw invalid(file, 1, "A compose file must be a mapping with 'services' in it.");
    }
    Node.Fields fields = new ComposeYaml(file, findings).mapping(mapping, Place.of(file, 1), 0);
    findings.throwIfAny();
    return fields;
  }

  private Node convert(org.yaml.snakeyaml.nodes.Node node, Place place, int depth)
      throws InvalidRecipeException {
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      throw invalid(
          file, place.line(), "The file is too large once its aliases are expanded; simplify it.");
    }
    if (!open.add(node)) {
      throw invalid(file, place.line(), "An alias stands inside of what it repeats; remove it.");
    }
    try {
      return switch (node) {
        case ScalarNode scalar -> scalar(scalar, place);
        case SequenceNode sequence -> sequence(sequence, place, depth);
        case MappingNode mapping -> mapping(mapping, place, depth);
        default -> throw invalid(file, place.line(), "This YAML cannot be read.");
      };
    } finally {
      open.remove(node);
    }
  }

  private Node scalar(ScalarNode node, Place place) {
    Object value;
    if (node.getTag().equals(PLAIN)) {
      value = PlainScalar.resolve(node.getValue());
    } else if (node.getTag().equals(Tag.STR)) {
      value = node.getValue();
    } else if (KNOWN.contains(node.getTag())) {
      value = PlainScalar.resolve(node.getValue());
    } else {
      findings.error(
          place,
          "The tag '" + Checkout.shown(node.getTag().getValue()) + "' is not allowed; remove it.");
      value = node.getValue();
    }
    return new Node.Scalar(place, value, false);
  }

  private Node sequence(SequenceNode node, Place place, int depth) throws InvalidRecipeException {
    checkTag(node.getTag(), place);
    List<Node> items = new ArrayList<>();
    for (org.yaml.snakeyaml.nodes.Node item : node.getValue()) {
      Place at = new Place(file, line(item), place.path() + ".[]");
      items.add(convert(item, at, depth + 1));
    }
    return new Node.Items(place, items);
  }

  private Node.Fields mapping(MappingNode node, Place place, int depth)
      throws InvalidRecipeException {
    checkTag(node.getTag(), place);
    Map<String, Node> own = new LinkedHashMap<>();
    Map<String, Node> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Place keyPlace = new Place(file, line(tuple.getKeyNode()), place.path());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.error(keyPlace, "A key must be text.");
        continue;
      }
      if (key.getTag().equals(PLAIN) && key.getValue().equals("<<")) {
        merge(tuple.getValueNode(), keyPlace, depth, merged);
        continue;
      }
      if (key.getTag().equals(PLAIN) && !(PlainScalar.resolve(key.getValue()) instanceof String)) {
        findings.error(keyPlace, "The key '" + key.getValue() + "' must be text; quote it.");
        continue;
      }
      String name = key.getValue();
      String path = place.path().isEmpty() ? name : place.path() + "." + name;
      Node value = convert(tuple.getValueNode(), new Place(file, keyPlace.line(), path), depth + 1);
      if (own.put(name, value) != null) {
        findings.error(
            keyPlace, "The key '" + Checkout.shown(name) + "' stands here twice; remove one.");
      }
    }
    merged.forEach(own::putIfAbsent);
    return new Node.Fields(place, own);
  }

  /** What stands first wins, and the mapping's own keys win over all of it. */
  private void merge(
      org.yaml.snakeyaml.nodes.Node value, Place place, int depth, Map<String, Node> into)
      throws InvalidRecipeException {
    List<org.yaml.snakeyaml.nodes.Node> sources =
        value instanceof SequenceNode list ? list.getValue() : List.of(value);
    for (org.yaml.snakeyaml.nodes.Node source : sources) {
      if (!(source instanceof MappingNode)) {
        findings.error(place, "'<<' must name a mapping or a list of mappings.");
        continue;
      }
      if (convert(source, place, depth + 1) instanceof Node.Fields fields) {
        fields.map().forEach(into::putIfAbsent);
      }
    }
  }

  private void checkTag(Tag tag, Place place) {
    if (!KNOWN.contains(tag)) {
      findings.error(
          place, "The tag '" + Checkout.shown(tag.getValue()) + "' is not allowed; remove it.");
    }
  }

  private static int line(org.yaml.snakeyaml.nodes.Node node) {
    return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
  }

  private static String oneLine(@Nullable String problem) {
    return problem == null ? "it cannot be parsed" : Checkout.shown(problem);
  }

  private static InvalidRecipeException invalid(String file, int line, String sentence) {
    return new InvalidRecipeException(List.of(new Finding(file, line, sentence)));
  }

  /** Marks what was written without quotes, so that our own rules decide what it is. */
  private static final class PlainAsWritten extends Resolver {
    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, implicit);
    }
  }
}
