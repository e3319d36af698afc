package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.coopcloud.ci.model.ConcurrencyPolicy.FORBID;
import static tech.coopcloud.ci.model.ConcurrencyPolicy.QUEUE;
import static tech.coopcloud.ci.model.ConcurrencyPolicy.REPLACE;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.model.Concurrency;
import tech.coopcloud.ci.model.ConcurrencyPolicy;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.PullRequest;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.swarm.Observed;

class OverlapTest {
  private static final PullRequest SEVEN = new PullRequest("recipes", "wiki", 7, 1L, "ada");

  static Stream<Arguments> whatEndsWhatInWhichPolicy() {
    TestRun first = run("first", 0, Phase.STAGE, null);
    TestRun second = run("second", 5, Phase.PENDING, null);
    TestRun third = run("third", 9, Phase.PENDING, null);
    TestRun begun = run("begun", 9, Phase.DEPLOYING, null);
    TestRun pulled = run("pulled", 0, Phase.STAGE, SEVEN);
    TestRun again = run("again", 5, Phase.PENDING, by(SEVEN, 2L));
    TestRun other =
        run("other", 5, Phase.PENDING, new PullRequest("recipes", "wiki", 8, 3L, "ada"));
    return Stream.of(
        Arguments.of(QUEUE, second, List.of(first, third), null, null),
        Arguments.of(REPLACE, first, List.of(second, third), Reason.SUPERSEDED, "third"),
        Arguments.of(REPLACE, second, List.of(first, third), Reason.SUPERSEDED, "third"),
        Arguments.of(REPLACE, third, List.of(first, second), null, null),
        Arguments.of(FORBID, first, List.of(second, third), null, null),
        Arguments.of(FORBID, second, List.of(first, third), Reason.ALREADY_ACTIVE, "first"),
        Arguments.of(FORBID, third, List.of(first, second), Reason.ALREADY_ACTIVE, "first"),
        Arguments.of(FORBID, second, List.of(begun), Reason.ALREADY_ACTIVE, "begun"),
        Arguments.of(FORBID, begun, List.of(second), null, null),
        Arguments.of(REPLACE, pulled, List.of(again), Reason.SUPERSEDED, "again"),
        Arguments.of(FORBID, again, List.of(pulled), Reason.ALREADY_ACTIVE, "pulled"),
        Arguments.of(REPLACE, pulled, List.of(other, second), null, null),
        Arguments.of(REPLACE, first, List.of(again), null, null),
        Arguments.of(FORBID, again, List.of(first), null, null),
        Arguments.of(FORBID, second, List.of(pulled), null, null));
  }

  @ParameterizedTest
  @MethodSource
  void whatEndsWhatInWhichPolicy(
      ConcurrencyPolicy policy,
      TestRun run,
      List<TestRun> others,
      @Nullable Reason reason,
      @Nullable String named) {
    Decision decision = decide(policy, run, others);

    if (reason == null) {
      assertThat(decision).isNotInstanceOf(Decision.End.class);
    } else {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.End.class,
              end -> {
                assertThat(end.state()).isEqualTo(StageState.UNVERIFIED);
                assertThat(end.reason()).isEqualTo(reason);
                assertThat(end.sentence()).startsWith("Run " + named + " of the ");
              });
    }
  }

  static Stream<Consumer<TestRun>> whatIsOnItsWayOut() {
    return Stream.of(
        run -> run.setStatus(Views.in(Phase.TEARING_DOWN, Views.deployed())),
        run -> run.setStatus(Views.in(Phase.DONE, Views.deployed())),
        run -> run.getMetadata().setDeletionTimestamp(Views.CREATED.toString()),
        run -> run.setSpec(Views.spec(null, true)),
        run -> run.getMetadata().setNamespace("elsewhere"),
        run -> run.setSpec(null));
  }

  @ParameterizedTest
  @MethodSource("whatIsOnItsWayOut")
  void whatIsOnItsWayOutOrNotOfTheGroupEndsNothing(Consumer<TestRun> change) {
    TestRun older = run("older", 0, Phase.STAGE, null);
    TestRun newer = run("newer", 5, Phase.PENDING, null);

    assertThat(decide(REPLACE, older, List.of(newer))).isInstanceOf(Decision.End.class);
    assertThat(decide(FORBID, newer, List.of(older))).isInstanceOf(Decision.End.class);
    change.accept(newer);
    assertThat(decide(REPLACE, older, List.of(newer))).isNotInstanceOf(Decision.End.class);
    newer = run("newer", 5, Phase.PENDING, null);
    change.accept(older);
    assertThat(decide(FORBID, newer, List.of(older))).isNotInstanceOf(Decision.End.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ConcurrencyPolicy.class,
      names = {"REPLACE", "FORBID"})
  void ofRunsOfTheSameSecondOneStays(ConcurrencyPolicy policy) {
    List<TestRun> all =
        Stream.of("c", "a", "b").map(name -> run(name, 0, Phase.PENDING, null)).toList();

    assertThat(all.stream().filter(run -> !(decide(policy, run, all) instanceof Decision.End)))
        .singleElement()
        .satisfies(
            run ->
                assertThat(run.getMetadata().getName()).isEqualTo(policy == REPLACE ? "c" : "a"));
  }

  @Test
  void aRunThatIsTornDownIsNotEndedASecondTime() {
    TestRun going = run("older", 0, Phase.TEARING_DOWN, null);

    assertThat(decide(REPLACE, going, List.of(run("newer", 5, Phase.PENDING, null))))
        .isEqualTo(new Decision.Conclude());
  }

  @Test
  void aRunThatWasCancelledSaysSoWhateverCameAfterIt() {
    TestRun cancelled = run("older", 0, Phase.STAGE, null);
    cancelled.setSpec(Views.spec(null, true));

    assertThat(decide(REPLACE, cancelled, List.of(run("newer", 5, Phase.PENDING, null))))
        .isInstanceOfSatisfying(
            Decision.End.class, end -> assertThat(end.reason()).isEqualTo(Reason.CANCELLED));
  }

  private static Decision decide(ConcurrencyPolicy policy, TestRun run, List<TestRun> others) {
    return Decider.decide(
        new RunView(
            run,
            Views.recipe(null, null, null, new Concurrency(policy, null)),
            Dependencies.NONE,
            null,
            0,
            Overlap.group(run, others),
            Observed::nothing,
            Views.CREATED.plusSeconds(10)));
  }

  private static TestRun run(String name, int second, Phase phase, @Nullable PullRequest pull) {
    TestRun run =
        Views.run(Views.in(phase, phase == Phase.PENDING ? Views.deploying() : Views.deployed()));
    run.getMetadata().setName(name);
    run.getMetadata().setUid(name);
    run.getMetadata().setCreationTimestamp(Views.CREATED.plusSeconds(second).toString());
    run.setSpec(
        new TestRunSpec("wiki", null, null, null, pull, null, "10m", "1h", null, null, null));
    return run;
  }

  private static PullRequest by(PullRequest pull, long comment) {
    return new PullRequest("Recipes", pull.repository(), pull.number(), comment, "grace");
  }
}
