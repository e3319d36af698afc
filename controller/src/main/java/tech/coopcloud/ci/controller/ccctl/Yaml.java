package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML in and out. JSON is read as well: it is YAML. */
final class Yaml {
  private Yaml() {}

  /**
   * Every document that is not empty.
   *
   * @param where named in the error, e.g. the file
   * @throws CcctlException when it is no YAML, with the line
   */
  static List<JsonNode> read(Reader in, String where) {
    try {
      List<JsonNode> documents = new ArrayList<>();
      for (Object document : yaml().loadAll(in)) {
        if (document != null) {
          documents.add(Json.MAPPER.valueToTree(document));
        }
      }
      return documents;
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw CcctlException.usage(
          "%s is not valid YAML: line %d, column %d: %s"
              .formatted(where, mark.getLine() + 1, mark.getColumn() + 1, e.getProblem()));
    } catch (YAMLException e) {
      throw CcctlException.usage(where + " is not valid YAML: " + e.getMessage());
    }
  }

  /** Block style, keys in the order of the object; ends with a line break. */
  static String write(JsonNode node) {
    return yaml().dump(Json.MAPPER.convertValue(node, Object.class));
  }

  private static org.yaml.snakeyaml.Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setAllowDuplicateKeys(false);
    DumperOptions dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setSplitLines(false);
    return new org.yaml.snakeyaml.Yaml(
        new SafeConstructor(loading), new Representer(dumping), dumping, loading, new Tags());
  }

  /** A time stays the text that it is, as it does in JSON. */
  private static final class Tags extends Resolver {
    @Override
    public void addImplicitResolver(
        Tag tag, java.util.regex.Pattern regexp, String first, int limit) {
      if (!tag.equals(Tag.TIMESTAMP)) {
        super.addImplicitResolver(tag, regexp, first, limit);
      }
    }
  }
}
