package tech.coopcloud.ci.recipe;

/**
 * Where something stands.
 *
 * @param file relative to the checkout
 * @param line counted from 1; 0 for the file as a whole
 * @param path dotted field path inside a compose file, e.g. {@code services.app.image}; may be
 *     empty
 */
public record Place(String file, int line, String path) {
  public static final Place NOWHERE = new Place("", 0, "");

  public static Place of(String file, int line) {
    return new Place(file, line, "");
  }

  /** The last word of the path: the field's own name. */
  String field() {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
