package tech.coopcloud.ci.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.PullRequest;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunSpec;
import tech.coopcloud.ci.model.TestRunStatus;

class ReportTextTest {
  private static final Links LINKS = new Links(URI.create("https://ci.example.org/"));
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void aQueuedRunSaysItsPlace() {
    TestRun run = run(null);
    run.setStatus(TestRunStatus.empty().edit().phase(Phase.PENDING).queuePosition(2).build());

    assertThat(ReportText.of(run, Optional.empty(), LINKS))
        .isEqualTo(
            """
            <!-- cc-ci run 1-2-3 -->

            ### \u23f3 site queued, number 2 in line

            Commit `0123456789` \u00b7 [run site-pr1-7](https://ci.example.org/runs/default/site-pr1-7)
            """);
    assertThat(Headline.commitStatus(run, LINKS).state()).isEqualTo("pending");
  }

  @Test
  void aFailedRunSaysWhereAndWhyAndWhatWasBefore() {
    TestRun run = run(null);
    run.setStatus(failed());
    TestRun before = run(null);
    before.getMetadata().setName("site-main");
    before.setSpec(
        new TestRunSpec("site", null, null, null, null, null, null, null, null, null, null));
    before.setStatus(
        TestRunStatus.empty()
            .edit()
            .phase(Phase.DONE)
            .finishedAt("2026-01-01T00:00:00Z")
            .level(2)
            .stages(
                List.of(
                    StageStatus.waiting(StageName.INSTALL)
                        .finished(StageState.PASSED, Reason.PASSED, null, "")))
            .build());

    String text = ReportText.of(run, Comparison.before(run, List.of(run, before)), LINKS);

    assertThat(text)
        .contains("### \u274c site failed at install (ProbeFailed), level 0 (install failed)")
        .contains(
            "| install | Failed | 1 min 5 s | ProbeFailed <code>404 &#124; &#64;member</code> |")
        .contains("Level 0 of 5: install failed.")
        .contains(
            "site-main](https://ci.example.org/runs/default/site-main), level 2: install: Failed, was Passed.")
        .contains("[screenshot](https://ci.example.org/runs/default/site-pr1-7/files/install.png)")
        .contains(
            "<details><summary>What failed first in the stage install</summary>\n\n<code>https")
        .contains("comment `!testme`.");
    assertThat(text.lines().filter(line -> line.startsWith("|"))).hasSize(3);
    assertThat(Headline.commitStatus(run, LINKS).state()).isEqualTo("failure");
    assertThat(Headline.commitStatus(run, LINKS).context()).isEqualTo("cc-ci/site");
  }

  @Test
  void aRunOfSomeStagesNeverPassesForAllOfThem() {
    TestRun run = run(List.of(StageName.UPGRADE, StageName.LINT));
    run.setStatus(failed());

    assertThat(Headline.commitStatus(run, LINKS).context()).isEqualTo("cc-ci/site/lint+upgrade");
    assertThat(ReportText.of(run, Optional.empty(), LINKS))
        .contains("comment `!testme upgrade lint`.");
  }

  private static TestRunStatus failed() {
    return TestRunStatus.empty()
        .edit()
        .phase(Phase.DONE)
        .commit(COMMIT)
        .level(0)
        .startedAt("2026-01-02T00:00:00Z")
        .conditions(
            List.of(
                new ConditionBuilder()
                    .withType("Succeeded")
                    .withStatus("False")
                    .withReason("StageFailed")
                    .build()))
        .stages(
            List.of(
                StageStatus.waiting(StageName.INSTALL)
                    .started("2026-01-02T00:00:00Z")
                    .withCheck(Check.failed("https", "404 | @member").withScreenshot("install.png"))
                    .finished(
                        StageState.FAILED,
                        Reason.PROBE_FAILED,
                        "404 |\n@member",
                        "2026-01-02T00:01:05Z")))
        .build();
  }

  private static TestRun run(List<StageName> stages) {
    TestRun run = new TestRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("default")
            .withName("site-pr1-7")
            .withUid("1-2-3")
            .build());
    run.setSpec(
        new TestRunSpec(
            "site",
            COMMIT,
            null,
            stages,
            new PullRequest("recipes", "site", 1, 7L, "member"),
            null,
            null,
            null,
            null,
            null,
            null));
    return run;
  }
}
