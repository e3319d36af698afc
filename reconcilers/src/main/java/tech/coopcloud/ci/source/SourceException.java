package tech.coopcloud.ci.source;

import java.util.regex.Pattern;
import tech.coopcloud.ci.model.Reason;

/** A recipe could not be fetched. The message is a sentence for a person. */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private final Reason reason;

  SourceException(Reason reason, String sentence) {
    super(UNFIT.matcher(sentence).replaceAll("?")); // a server may have said some of it
    this.reason = reason;
  }

  /** One of RefNotFound, SourceUnavailable, SourceNeedsPassword, SourceRefused, SourceTooLarge. */
  public Reason reason() {
    return reason;
  }
}
