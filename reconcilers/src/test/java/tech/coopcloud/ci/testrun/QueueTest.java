package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.testrun.Queue.Entry;

class QueueTest {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theOldestStartsFirstAndTheOthersKnowTheirPlace() {
    Map<String, Integer> places =
        Queue.places(List.of(waiting("c", 3), waiting("a", 1), waiting("b", 2)), 1);

    assertThat(places).containsExactlyInAnyOrderEntriesOf(Map.of("a", 0, "b", 1, "c", 2));
  }

  @Test
  void aHigherPriorityGoesFirst() {
    Entry urgent = new Entry("z", "default/other", 1, 10, EPOCH.plusSeconds(9), false);

    assertThat(Queue.places(List.of(waiting("a", 1), urgent), 1))
        .containsEntry("z", 0)
        .containsEntry("a", 1);
  }

  @Test
  void aRunThatHoldsASlotLeavesLess() {
    Entry going = new Entry("g", "default/going", 1, 0, EPOCH, true);

    assertThat(Queue.places(List.of(going, waiting("a", 1)), 1)).isEqualTo(Map.of("a", 1));
    assertThat(Queue.places(List.of(going, waiting("a", 1)), 2)).isEqualTo(Map.of("a", 0));
  }

  @Test
  void aRecipeThatHasItsShareDoesNotHoldUpTheOthers() {
    Entry going = new Entry("g", "default/wiki", 1, 0, EPOCH, true);
    Entry second = new Entry("a", "default/wiki", 1, 0, EPOCH.plusSeconds(1), false);
    Entry other = new Entry("b", "default/blog", 1, 0, EPOCH.plusSeconds(2), false);

    assertThat(Queue.places(List.of(going, second, other), 2)).isEqualTo(Map.of("a", 1, "b", 0));
  }

  @Test
  void fiveHundredThatWaitLookFewTimesASecondAndTheFirstOfThemSoon() {
    double looksASecond =
        IntStream.rangeClosed(1, 500).mapToDouble(it -> 1000.0 / Queue.look(it).toMillis()).sum();

    assertThat(looksASecond).isLessThan(15);
    assertThat(Queue.look(1)).isLessThan(Duration.ofSeconds(6));
    assertThat(Queue.look(500)).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Property
  void neverMoreThanTheCapacityAndNeverMoreOfARecipeThanItMay(
      @ForAll("entries") List<Entry> entries, @ForAll @IntRange(max = 5) int capacity) {
    Map<String, Integer> places = Queue.places(entries, capacity);
    long holding = entries.stream().filter(Entry::holdsSlot).count();
    long starting = places.values().stream().filter(p -> p == 0).count();

    assertThat(starting).isLessThanOrEqualTo(Math.max(0, capacity - holding));
    for (Entry entry : entries) {
      long ofRecipe =
          entries.stream()
              .filter(e -> e.recipe().equals(entry.recipe()))
              .filter(e -> e.holdsSlot() || places.get(e.uid()) == 0)
              .count();
      long held =
          entries.stream().filter(e -> e.recipe().equals(entry.recipe()) && e.holdsSlot()).count();
      assertThat(ofRecipe).isLessThanOrEqualTo(Math.max(held, entry.most()));
    }
  }

  @Property
  void thePlacesAreTheSameInWhateverOrderTheRunsAreGiven(
      @ForAll("entries") List<Entry> entries, @ForAll @IntRange(max = 5) int capacity) {
    List<Entry> reversed = new java.util.ArrayList<>(entries);
    Collections.reverse(reversed);

    assertThat(Queue.places(reversed, capacity)).isEqualTo(Queue.places(entries, capacity));
  }

  @Property
  void everyWaitingRunHasAPlaceOfItsOwn(
      @ForAll("entries") List<Entry> entries, @ForAll @IntRange(max = 5) int capacity) {
    List<Integer> queued =
        Queue.places(entries, capacity).values().stream().filter(p -> p > 0).sorted().toList();

    assertThat(queued)
        .isEqualTo(java.util.stream.IntStream.rangeClosed(1, queued.size()).boxed().toList());
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<Entry> entry =
        Combinators.combine(
                Arbitraries.integers().between(0, 10_000),
                Arbitraries.of("default/a", "default/b", "default/c"),
                Arbitraries.integers().between(-2, 2),
                Arbitraries.integers().between(0, 20),
                Arbitraries.of(true, false))
            .as(
                (id, recipe, priority, age, holds) ->
                    new Entry("uid-" + id, recipe, 2, priority, EPOCH.plusSeconds(age), holds));
    return entry.list().uniqueElements(Entry::uid).ofMaxSize(15);
  }

  private static Entry waiting(String uid, int second) {
    return new Entry(uid, "default/" + uid, 1, 0, EPOCH.plusSeconds(second), false);
  }
}
