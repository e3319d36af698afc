package tech.coopcloud.ci.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Retention;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

class ExpiryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** The run that ended an hour before noon, two hours before, ...; those with - did not pass. */
  private static List<TestRun> runs(String... names) {
    List<TestRun> runs = new ArrayList<>();
    for (String name : names) {
      runs.add(run(name, NOON.minusSeconds(3600L * (runs.size() + 1)).toString()));
    }
    return runs;
  }

  private static TestRun run(String name, @Nullable String finished) {
    TestRun run = new TestRun();
    run.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace("default").build());
    run.setStatus(
        TestRunStatus.empty()
            .edit()
            .phase(finished == null ? Phase.STAGE : Phase.DONE)
            .finishedAt(finished)
            .conditions(
                List.of(
                    new ConditionBuilder()
                        .withType("Succeeded")
                        .withStatus(name.endsWith("-") ? "False" : "True")
                        .build()))
            .build());
    return run;
  }

  private static List<String> gone(List<TestRun> runs, @Nullable Retention retention) {
    return Expiry.of(runs, retention, NOON).gone().stream()
        .map(run -> run.getMetadata().getName())
        .toList();
  }

  @Test
  void fiftyStayWhereNothingIsSaid() {
    String[] names = IntStream.range(0, 52).mapToObj(Integer::toString).toArray(String[]::new);

    assertThat(gone(runs(names), null)).containsExactly("50", "51");
  }

  @Test
  void allStayWhereNoLimitIsSaid() {
    List<TestRun> runs = runs("a", "b-", "c");

    assertThat(gone(runs, new Retention(null, null, null))).isEmpty();
    assertThat(gone(runs, new Retention(null, 0, null))).isEmpty();
  }

  @Test
  void theNewestStayAndTheNewestOfThoseThatDidNotPass() {
    List<TestRun> runs = runs("a", "b", "c-", "d", "e-", "f-");

    assertThat(gone(runs, new Retention(2, null, null))).containsExactly("c-", "d", "e-", "f-");
    assertThat(gone(runs, new Retention(2, 2, null))).containsExactly("d", "f-");
  }

  @Test
  void theNewestStaysInAnyCase() {
    assertThat(gone(runs("a", "b"), new Retention(0, 0, "1s"))).containsExactly("b");
  }

  @Test
  void whatIsTooOldGoesAndTheNextOneIsWaitedFor() {
    List<TestRun> runs = runs("a", "b", "c-", "d-");
    Expiry expiry = Expiry.of(runs, new Retention(null, 9, "210m"), NOON);

    assertThat(expiry.gone()).containsExactly(runs.getLast());
    assertThat(expiry.next()).isEqualTo(Instant.parse("2026-01-01T12:30:00Z"));
  }

  @Test
  void aRunThatGoesOnOrGoesAlreadyIsNotCounted() {
    TestRun going = run("going", NOON.minusSeconds(7).toString());
    going.getMetadata().setDeletionTimestamp(NOON.toString());

    assertThat(
            gone(
                List.of(run("on", null), going, run("a", NOON.toString())),
                new Retention(1, null, null)))
        .isEmpty();
  }
}
