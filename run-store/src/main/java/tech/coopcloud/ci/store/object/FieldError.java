package tech.coopcloud.ci.store.object;

/**
 * What is wrong with one field, in the words that Kubernetes uses.
 *
 * @param field the path, e.g. {@code spec.stages[0]}
 * @param message what is wrong, without the path
 */
public record FieldError(String field, Type type, String message) {

  /** Kinds of error; {@link #reason()} is the machine-readable cause in a {@code Status}. */
  public enum Type {
    REQUIRED("FieldValueRequired"),
    INVALID("FieldValueInvalid"),
    TYPE_INVALID("FieldValueTypeInvalid"),
    NOT_SUPPORTED("FieldValueNotSupported"),
    FORBIDDEN("FieldValueForbidden"),
    TOO_LONG("FieldValueTooLong"),
    TOO_MANY("FieldValueTooMany"),
    DUPLICATE("FieldValueDuplicate");

    private final String reason;

    Type(String reason) {
      this.reason = reason;
    }

    /** As in {@code details.causes[].reason}. */
    public String reason() {
      return reason;
    }
  }

  static FieldError required(String field) {
    return new FieldError(field, Type.REQUIRED, "Required value");
  }

  /**
   * @param value the value as JSON, e.g. {@code "x"} with its quotes
   */
  static FieldError invalid(String field, String value, String why) {
    return new FieldError(field, Type.INVALID, "Invalid value: " + value + ": " + why);
  }

  static FieldError forbidden(String field, String why) {
    return new FieldError(field, Type.FORBIDDEN, "Forbidden: " + why);
  }

  /** A field that the schema does not have. */
  static FieldError unknown(String field) {
    return new FieldError(field, Type.INVALID, "unknown field");
  }

  /** {@code spec.recipe: Required value}. */
  @Override
  public String toString() {
    return field + ": " + message;
  }
}
