package tech.coopcloud.ci.history;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.TestRun;

/** The runs that are over, in the order of their ends. */
public final class Finished {
  static final Comparator<TestRun> OLDEST_FIRST =
      Comparator.comparing(Finished::end).thenComparing(run -> run.getMetadata().getName());

  private Finished() {}

  /** Newest first. */
  public static List<TestRun> of(Collection<TestRun> runs) {
    return runs.stream()
        .filter(run -> run.getStatus() != null && run.getStatus().phase() == Phase.DONE)
        .filter(run -> run.getStatus().finishedAt() != null)
        .sorted(OLDEST_FIRST.reversed())
        .toList();
  }

  /** When a run of these ended. */
  static Instant end(TestRun run) {
    return Instant.parse(String.valueOf(run.getStatus().finishedAt()));
  }
}
