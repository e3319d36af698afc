package tech.coopcloud.ci.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.disk.Disk;
import tech.coopcloud.ci.model.TestRun;

/** Each run has a file of ten bytes, and the disk is as full as the folder of these files. */
class RunPrunerTest {
  private static final int LOOKS = 20;
  private static final int MIN_FREE = 30;

  @TempDir private Path data;
  private List<TestRun> runs = List.of();
  private final RunPruner pruner =
      new RunPruner(
          Path.of("/data"),
          () -> new Disk(100 - used(), 100),
          MIN_FREE,
          () -> runs,
          Clock.fixed(FinishedRuns.NOON, ZoneOffset.UTC));

  @Test
  void noMoreGoThanIsNeededAlsoWhereTheSpaceIsSeenOnlyLater() throws IOException {
    given("a1 a2 a3 a4 a5 a6 a7 a8 a9");

    pruner.look(RunPrunerTest::mark);
    assertThat(left()).hasSize(9);
    for (int look = 0; look < LOOKS; look++) {
      pruner.look(RunPrunerTest::mark);
      assertThat(runs).filteredOn(RunPrunerTest::isMarked).hasSizeLessThanOrEqualTo(1);
      if (look % 2 == 1) {
        finishDeletions();
      }
    }

    assertThat(left()).containsExactly("a3", "a4", "a5", "a6", "a7", "a8", "a9");
    assertThat(pruner.problem()).isEmpty();
  }

  @Test
  void whereNothingIsLeftThatMayGoItIsSaidUntilThereIsRoom() throws IOException {
    given("a1 a2- b1 c1 d1 e1 f1 g1");
    Path other = Files.write(data.resolve("other"), new byte[15]);

    for (int look = 0; look < LOOKS; look++) {
      pruner.look(RunPrunerTest::mark);
      finishDeletions();
    }

    assertThat(left()).containsExactly("a2-", "b1", "c1", "d1", "e1", "f1", "g1", "other");
    assertThat(pruner.problem())
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .startsWith("Less than 30 % of the disk of /data is free")
                    .contains("make room there"));

    Files.delete(other);
    pruner.look(RunPrunerTest::mark);
    assertThat(pruner.problem()).isEmpty();
  }

  @Test
  void aRunThatCannotBeDeletedIsSaidAndTriedAgain() throws IOException {
    given("a1 a2 a3 a4 a5 a6 a7 a8");

    pruner.look(
        run -> {
          throw new IllegalStateException("The API is away.");
        });
    assertThat(pruner.problem())
        .hasValue(
            "No run can be deleted to make room on the disk of /data, which is tried again: The API is away.");

    pruner.look(RunPrunerTest::mark);
    finishDeletions();
    pruner.look(RunPrunerTest::mark);
    assertThat(left()).doesNotContain("a1");
    assertThat(pruner.problem()).isEmpty();
  }

  private void given(String names) throws IOException {
    runs = new ArrayList<>(FinishedRuns.of(names));
    for (String name : names.split(" ")) {
      Files.write(data.resolve(name), new byte[10]);
    }
  }

  /** As the API deletes what has a finalizer. */
  private static void mark(TestRun run) {
    run.getMetadata().setDeletionTimestamp(FinishedRuns.NOON.toString());
  }

  private static boolean isMarked(TestRun run) {
    return run.getMetadata().getDeletionTimestamp() != null;
  }

  private void finishDeletions() throws IOException {
    for (TestRun run : runs.stream().filter(RunPrunerTest::isMarked).toList()) {
      Files.delete(data.resolve(run.getMetadata().getName()));
      runs.remove(run);
    }
  }

  private List<String> left() {
    return Arrays.stream(data.toFile().list()).sorted().toList();
  }

  private long used() {
    try (var files = Files.list(data)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
