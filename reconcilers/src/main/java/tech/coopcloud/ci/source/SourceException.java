package tech.coopcloud.ci.source;

import tech.coopcloud.ci.model.Reason;

/** A recipe could not be fetched. The message is a sentence for a person. */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  SourceException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** One of RefNotFound, SourceUnavailable, SourceNeedsPassword, SourceRefused. */
  public Reason reason() {
    return reason;
  }
}
