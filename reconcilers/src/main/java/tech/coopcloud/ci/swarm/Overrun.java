package tech.coopcloud.ci.swarm;

/**
 * A limit that a service met.
 *
 * @param service full name, {@code <stack>_<short name>}
 * @param limit in bytes, or in processes and threads
 */
public record Overrun(String service, Kind kind, long limit) {

  public enum Kind {
    /** The kernel killed a process of it because its memory was used up. */
    MEMORY,
    /** It has as many processes and threads as it may, so the next one is refused. */
    PROCESSES
  }
}
