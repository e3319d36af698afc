package tech.coopcloud.ci.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceTypes;

/** The kind that the tests of this module work with. */
public final class Widgets {
  public static final ResourceType TYPE =
      ResourceTypes.fromCrd(
          Objects.requireNonNull(Widgets.class.getResourceAsStream("widgets.crd.yaml")));

  private static final YAMLMapper YAML = new YAMLMapper();

  private Widgets() {}

  public static ObjectKey key(String namespace, String name) {
    return new ObjectKey(TYPE.name(), namespace, name);
  }

  /** A valid widget with nothing that a server sets. */
  public static ObjectNode manifest(String namespace, String name, String colour) {
    return yaml(
        """
        apiVersion: example.org/v1
        kind: Widget
        metadata:
          name: %s
          namespace: %s
        spec:
          colour: %s
        """
            .formatted(name, namespace, colour));
  }

  public static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
