package tech.coopcloud.ci.store.object;

import java.util.List;
import java.util.stream.Collectors;

/** An object breaks the rules of its type (HTTP 422, reason Invalid). Nothing was written. */
public final class InvalidObjectException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<FieldError> errors;

  /**
   * @param errors what is wrong, at least one
   */
  public InvalidObjectException(List<FieldError> errors) {
    super(errors.stream().map(FieldError::toString).collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** Every field that is wrong. */
  public List<FieldError> errors() {
    return errors;
  }
}
