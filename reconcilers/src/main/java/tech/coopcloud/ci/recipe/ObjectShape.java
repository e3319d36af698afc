package tech.coopcloud.ci.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/** A mapping with known fields. Immutable: each {@code with} gives a new one. */
record ObjectShape(Map<String, Field> fields) implements Shape {
  /** What docker does with a field. */
  enum Use {
    READ,
    /** Swarm cannot express it; docker says so and goes on. */
    IGNORED,
    /** Docker stops at it. */
    FORBIDDEN
  }

  /**
   * @param since minor of the first version that knows the field
   * @param instead what to do instead, where it is not read
   */
  record Field(Shape shape, Use use, int since, String instead) {}

  static ObjectShape object() {
    return new ObjectShape(Map.of());
  }

  ObjectShape with(String name, Shape shape) {
    return with(name, shape, 0);
  }

  ObjectShape with(String name, Shape shape, int since) {
    return plus(name, new Field(shape, Use.READ, since, ""));
  }

  ObjectShape ignored(String instead, String... names) {
    ObjectShape shape = this;
    for (String name : names) {
      shape = shape.plus(name, new Field(Shapes.ANY, Use.IGNORED, 0, instead));
    }
    return shape;
  }

  ObjectShape forbidden(String instead, String... names) {
    ObjectShape shape = this;
    for (String name : names) {
      shape = shape.plus(name, new Field(Shapes.ANY, Use.FORBIDDEN, 0, instead));
    }
    return shape;
  }

  private ObjectShape plus(String name, Field field) {
    Map<String, Field> more = new LinkedHashMap<>(fields);
    more.put(name, field);
    return new ObjectShape(more);
  }

  @Override
  public Node read(Node node, Reading reading) {
    if (!(node instanceof Node.Fields mapping)) {
      return reading.wrong(node, "a mapping");
    }
    Map<String, Node> read = new LinkedHashMap<>();
    mapping
        .map()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("x-")) {
                field(name, value, reading, read);
              }
            });
    return new Node.Fields(node.place(), read);
  }

  private void field(String name, Node value, Reading reading, Map<String, Node> into) {
    Place place = value.place();
    Field field = fields.get(name);
    if (field == null) {
      reading
          .findings()
          .error(
              place,
              "The field '"
                  + Checkout.shown(place.path())
                  + "' is not known; remove it or correct its name.");
    } else if (field.use() == Use.FORBIDDEN) {
      reading
          .findings()
          .error(
              place,
              "The field '"
                  + place.path()
                  + "' is not supported by Swarm; "
                  + field.instead()
                  + ".");
    } else if (field.use() == Use.IGNORED) {
      reading
          .findings()
          .warning(place, "The field '" + place.path() + "' is ignored; " + field.instead() + ".");
    } else if (field.since() > reading.minor()) {
      reading
          .findings()
          .error(
              place,
              "The field '"
                  + place.path()
                  + "' needs version \"3."
                  + field.since()
                  + "\" or later; raise the file's 'version'.");
    } else {
      into.put(name, field.shape().read(value, reading));
    }
  }
}
