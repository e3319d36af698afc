package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;
import tech.coopcloud.ci.model.Timeouts;
import tech.coopcloud.ci.swarm.Observed;

class DeciderTest {
  private static final Observed A_NETWORK =
      new Observed(
          List.of(),
          List.of(),
          List.of(),
          List.of(new Observed.Named("n1", "wiki_default")),
          List.of(),
          List.of(),
          List.of());

  private static final Version REF = new Version("c0ffee", "c0ffee");

  static Stream<Arguments> theWayOfASoundRun() {
    TestRunStatus created = check(Views.deployed(), Checks.CREATED);
    TestRunStatus converged = Views.in(Phase.STAGE, check(created, Checks.CONVERGED));
    TestRunStatus answered = check(converged, Checks.HTTPS);
    TestRunStatus opened = check(answered, Checks.BROWSER);
    TestRunStatus unchanged = check(opened, Checks.UNCHANGED);
    return Stream.of(
        Arguments.of(TestRunStatus.empty(), new Decision.Admit()),
        Arguments.of(Views.deploying(), new Decision.Fetch()),
        Arguments.of(Views.deployed(), new Decision.CreateStack(Checks.CREATED, REF)),
        Arguments.of(created, new Decision.AwaitConverged(Checks.CONVERGED, REF)),
        Arguments.of(converged, new Decision.Probe(Checks.HTTPS, REF)),
        Arguments.of(answered, new Decision.Browse(Checks.BROWSER, "install")),
        Arguments.of(opened, new Decision.Redeploy(Checks.UNCHANGED, REF)),
        Arguments.of(unchanged, new Decision.FinishStage()),
        Arguments.of(Views.in(Phase.TEARING_DOWN, opened), new Decision.Conclude()),
        Arguments.of(Views.in(Phase.DONE, opened), new Decision.Rest()));
  }

  @ParameterizedTest
  @MethodSource("theWayOfASoundRun")
  void aSoundRunGoesStepByStep(TestRunStatus status, Decision expected) {
    assertThat(Decider.decide(Views.of(status))).isEqualTo(expected);
  }

  @Test
  void aRunThatMayNotStartYetIsQueued() {
    RunView view =
        Views.of(
            Views.run(TestRunStatus.empty()),
            Views.recipe(),
            4,
            Observed.nothing(),
            Views.CREATED.plusSeconds(1));

    assertThat(Decider.decide(view)).isEqualTo(new Decision.Enqueue(4));
  }

  @Test
  void aRecipeThatIsNotEnrolledIsWaitedForAMomentAndThenSaid() {
    TestRun run = Views.run(TestRunStatus.empty());

    assertThat(
            Decider.decide(
                Views.of(run, null, 0, Observed.nothing(), Views.CREATED.plusMillis(100))))
        .isInstanceOf(Decision.Wait.class);
    assertThat(
            Decider.decide(
                Views.of(run, null, 0, Observed.nothing(), Views.CREATED.plusSeconds(9))))
        .isInstanceOfSatisfying(
            Decision.End.class,
            end -> {
              assertThat(end.reason()).isEqualTo(Reason.RECIPE_NOT_ENROLLED);
              assertThat(end.sentence()).contains("\"wiki\"", "commit a Recipe");
            });
  }

  @Test
  void aDependencyThatIsNotEnrolledIsWaitedForAMomentAndThenSaid() {
    assertThat(
            Decider.decide(Views.depending(TestRunStatus.empty(), Views.CREATED.plusMillis(100))))
        .isInstanceOf(Decision.Wait.class);
    assertThat(Decider.decide(Views.depending(TestRunStatus.empty(), Views.CREATED.plusSeconds(9))))
        .isInstanceOfSatisfying(
            Decision.End.class,
            end -> assertThat(end.reason()).isEqualTo(Reason.DEPENDENCY_NOT_ENROLLED));
    assertThat(
            Decider.decide(
                Views.depending(TestRunStatus.empty(), Views.CREATED.plusSeconds(9), "login")))
        .isEqualTo(new Decision.Admit());
  }

  @Test
  void aDependencyThatIsTakenOutWhileTheRunIsUnderWayEndsIt() {
    TestRunStatus pinned = Views.deployed().edit().dependencies(List.of(PlanTest.LOGIN)).build();

    assertThat(Decider.decide(Views.depending(pinned, Views.CREATED.plusSeconds(9))))
        .isInstanceOfSatisfying(
            Decision.End.class,
            end -> {
              assertThat(end.reason()).isEqualTo(Reason.RECIPE_NOT_ENROLLED);
              assertThat(end.sentence()).contains("\"login\"");
            });
  }

  @Test
  void aStageOverTheTimeThatTheRecipeGivesItEndsTheRunThere() {
    TestRunStatus status = Views.deployed().withStage(StageStatus.waiting(StageName.UPGRADE));
    Recipe recipe = Views.recipe(null, new Timeouts(null, "5m", null, null, null, null));
    TestRun run = Views.run(status);

    assertThat(decide(run, recipe, 299)).isInstanceOf(Decision.CreateStack.class);
    Decision late = decide(run, recipe, 301);

    assertThat(late)
        .isInstanceOfSatisfying(
            Decision.TimeOutStage.class,
            it -> assertThat(it.sentence()).contains("install", "300 s", "timeouts.install"));
    RunView view = Views.of(run, recipe, 0, A_NETWORK, Views.CREATED.plusSeconds(301));
    TestRunStatus ended = Endings.timedOut(view, status, "late");
    assertThat(ended.phase()).isEqualTo(Phase.TEARING_DOWN);
    assertThat(ended.stage(StageName.INSTALL).reason()).isEqualTo("StageTimedOut");
    assertThat(ended.stage(StageName.UPGRADE).reason()).isEqualTo("EarlierStage");
  }

  private static Decision decide(TestRun run, Recipe recipe, int seconds) {
    return Decider.decide(Views.of(run, recipe, 0, A_NETWORK, Views.CREATED.plusSeconds(seconds)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"PENDING", "DEPLOYING", "STAGE"})
  void cancellingLeadsThroughTearingDownFromEveryPhase(Phase phase) {
    TestRun run = Views.run(Views.in(phase, Views.deployed()));
    run.setSpec(Views.spec(null, true));

    assertThat(decide(run, A_NETWORK, 10))
        .isInstanceOfSatisfying(
            Decision.End.class, end -> assertThat(end.reason()).isEqualTo(Reason.CANCELLED));
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"PENDING", "DEPLOYING", "STAGE"})
  void deletingLeadsThroughTearingDownFromEveryPhase(Phase phase) {
    TestRun run = Views.run(Views.in(phase, Views.deployed()));
    run.getMetadata().setDeletionTimestamp(Views.CREATED.toString());

    assertThat(decide(run, A_NETWORK, 10))
        .isInstanceOfSatisfying(
            Decision.End.class, end -> assertThat(end.reason()).isEqualTo(Reason.DELETED));
  }

  @Test
  void aRunOverItsTimeoutIsTornDown() {
    TestRun run = Views.run(Views.deployed());

    assertThat(decide(run, A_NETWORK, 599))
        .isEqualTo(new Decision.CreateStack(Checks.CREATED, REF));
    assertThat(decide(run, A_NETWORK, 601))
        .isInstanceOfSatisfying(
            Decision.End.class, end -> assertThat(end.reason()).isEqualTo(Reason.TIMED_OUT));
  }

  @Test
  void aRunThatWaitedTooLongForASlotEnds() {
    TestRun run = Views.run(TestRunStatus.empty());

    assertThat(decide(run, Observed.nothing(), 3_601))
        .isInstanceOfSatisfying(
            Decision.End.class, end -> assertThat(end.reason()).isEqualTo(Reason.PENDING_TIMEOUT));
  }

  @Test
  void whatIsInTheSwarmIsRemovedBeforeTheRunIsDone() {
    TestRun run = Views.run(ended(StageState.PASSED));

    assertThat(decide(run, A_NETWORK, 10)).isEqualTo(new Decision.RemoveStack());
    assertThat(decide(run, Observed.nothing(), 10)).isEqualTo(new Decision.Conclude());
  }

  @Test
  void whatWillNotGoIsALeftoverInTheEnd() {
    TestRun run = Views.run(ended(StageState.PASSED));

    assertThat(decide(run, A_NETWORK, 1_000)).isEqualTo(new Decision.Conclude());
  }

  @Test
  void aFailedDeploymentIsHeldAsLongAsAsked() {
    TestRun run = Views.run(ended(StageState.FAILED));
    run.setSpec(
        new tech.coopcloud.ci.model.TestRunSpec(
            "wiki", null, null, null, null, null, null, null, null, null, "5m"));

    assertThat(decide(run, A_NETWORK, 60)).isInstanceOf(Decision.Wait.class);
    assertThat(decide(run, A_NETWORK, 301)).isEqualTo(new Decision.RemoveStack());
    run.setStatus(ended(StageState.PASSED));
    assertThat(decide(run, A_NETWORK, 60)).isEqualTo(new Decision.RemoveStack());
  }

  @Test
  void aManifestThatTheStoreRefusesEndsTheRunWithTheStoresSentence() {
    TestRun run = Views.run(refused());
    run.setSpec(null);

    assertThat(decide(run, Observed.nothing(), 10))
        .isInstanceOfSatisfying(
            Decision.End.class,
            end -> {
              assertThat(end.reason()).isEqualTo(Reason.INVALID_MANIFEST);
              assertThat(end.sentence()).isEqualTo("a.yaml:3: spec.recipes is no field.");
            });
  }

  @Test
  void aMendedManifestStartsTheRunOver() {
    RunView refused = Views.of(refused());
    TestRunStatus ended =
        Endings.end(
            refused, refused.status(), StageState.UNVERIFIED, Reason.INVALID_MANIFEST, "no");
    TestRun run =
        Views.run(ended.edit().phase(Phase.DONE).observedGeneration(1L).conditions(null).build());
    assertThat(decide(run, Observed.nothing(), 10)).isEqualTo(new Decision.Rest());

    run.getMetadata().setGeneration(2L);
    assertThat(decide(run, Observed.nothing(), 10)).isEqualTo(new Decision.StartOver());
  }

  @Test
  void everyDecisionOnAnyStatusIsFinite() {
    for (Phase phase : Phase.values()) {
      for (TestRunStatus status :
          List.of(TestRunStatus.empty(), Views.deploying(), Views.deployed(), refused())) {
        assertThat(Decider.decide(Views.of(Views.in(phase, status)))).isNotNull();
      }
    }
  }

  private static Decision decide(TestRun run, Observed observed, int second) {
    return Decider.decide(
        Views.of(run, Views.recipe(), 0, observed, Views.CREATED.plusSeconds(second)));
  }

  private static TestRunStatus refused() {
    return TestRunStatus.empty()
        .edit()
        .conditions(
            List.of(
                new ConditionBuilder()
                    .withType("Accepted")
                    .withStatus("False")
                    .withReason("InvalidManifest")
                    .withMessage("a.yaml:3: spec.recipes is no field.")
                    .build()))
        .build();
  }

  private static TestRunStatus ended(StageState state) {
    return Views.in(
        Phase.TEARING_DOWN,
        Views.deployed()
            .withStage(
                StageStatus.waiting(StageName.INSTALL)
                    .finished(state, Reason.STAGE_FAILED, "so", Views.CREATED.toString())));
  }

  private static TestRunStatus check(TestRunStatus status, String name) {
    StageStatus install = status.stage(StageName.INSTALL);
    return status.withStage(
        (install == null ? StageStatus.waiting(StageName.INSTALL) : install)
            .withCheck(Check.passed(name, "fine")));
  }
}
