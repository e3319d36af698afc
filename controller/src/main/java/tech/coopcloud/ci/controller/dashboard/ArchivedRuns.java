package tech.coopcloud.ci.controller.dashboard;

import java.util.List;
import tech.coopcloud.ci.model.TestRun;

/**
 * A page of the runs that have left, newest first.
 *
 * @param next where older ones begin; empty when there are none. A page may be short and still not
 *     be the last
 */
public record ArchivedRuns(List<TestRun> runs, String next) {
  public ArchivedRuns {
    runs = List.copyOf(runs);
  }

  /** Where they come from. */
  public interface Source {
    /**
     * @param recipe empty for all
     * @param after the {@link #next} of the page before; empty for the first
     * @param limit how many at most
     */
    ArchivedRuns of(String recipe, String after, int limit);
  }
}
