package tech.coopcloud.ci.swarm;

import org.jspecify.annotations.Nullable;

/** A call to the engine did not succeed. The message is a sentence for a person. */
public abstract sealed class SwarmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private SwarmException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  /** The engine refused what was asked; asking again changes nothing. */
  public static final class Refused extends SwarmException {
    private static final long serialVersionUID = 1L;

    public Refused(String sentence, @Nullable Throwable cause) {
      super(sentence, cause);
    }
  }

  /** The engine did not answer, or is not in a state to; asking again later may help. */
  public static final class Unavailable extends SwarmException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String sentence, @Nullable Throwable cause) {
      super(sentence, cause);
    }
  }
}
