package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;

/**
 * What a backup loses, and what a sound one brings back. Its runs wait more than they work, so they
 * go on beside one another.
 */
@Execution(ExecutionMode.CONCURRENT)
class BackupIT {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private static Path folder;
  private static CcCi server;

  @BeforeAll
  static void start() {
    server = new CcCi(folder.resolve("server"), "--capacity", "4").start();
  }

  @AfterAll
  static void stop() {
    assertThat(Engine.ofController(server.controllerId())).isEmpty();
    server.close();
  }

  @Test
  void aSoundRecipeIsBackedUpAndBroughtBack() {
    TestRun run = test("sound", Kept.files(), "");
    String log = server.runLog("sound");

    assertStage(run, StageName.BACKUP, StageState.PASSED, "Passed");
    assertStage(run, StageName.RESTORE, StageState.PASSED, "Passed");
    StageStatus backup = run.getStatus().stage(StageName.BACKUP);
    assertThat(backup.check("verified").message()).contains("content/uploads", "data/dump");
    assertThat(backup.check("canary content/uploads")).isNotNull();
    assertThat(backup.check("canary data/dump")).isNull();
    assertThat(log)
        .contains("Backed up content/uploads", "backupbot.restore.post-hook of service db");
    assertThat(log).doesNotContain("Backed up cache");
    assertThat(server.data().resolve("backups").resolve(run.getMetadata().getUid())).doesNotExist();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        broken(
            "no-labels",
            Kept.without("backupbot"),
            "",
            "backup",
            "Unverified",
            "CoverageGap",
            "backupbot.backup=true"),
        broken(
            "dumps-nothing",
            Kept.with("cat /data/table | cat > /data/dump", "true > /data/dump"),
            "",
            "backup",
            "Failed",
            "BackupEmpty",
            "data/dump is empty"),
        broken(
            "dumps-elsewhere",
            Kept.with(
                "cat /data/table | cat > /data/dump",
                "cat /data/table > /data/dmup; touch /data/x"),
            "",
            "backup",
            "Failed",
            "BackupEmpty",
            "data/dump does not exist"),
        broken(
            "hook-fails",
            Kept.with("cat /data/table | cat > /data/dump", "echo no such table >&2; exit 3"),
            "",
            "backup",
            "Failed",
            "HookFailed",
            "no such table"),
        broken(
            "no-restore-hook",
            Kept.without("restore.post-hook"),
            "",
            "restore",
            "Failed",
            "DataLost",
            "table"),
        broken(
            "volume-left-out",
            Kept.change(Kept.without("-hook"), "volumes.data.path=dump", "volumes.data=false"),
            "",
            "restore",
            "Failed",
            "DataLost",
            "table"),
        broken(
            "restore-adds",
            Kept.with("cat /data/dump > /data/table", "cat /data/dump >> /data/table"),
            "",
            "restore",
            "Failed",
            "RestoreFailed",
            "written after the backup"),
        broken(
            "skipped",
            Kept.without("backupbot"),
            "expectedSkips: {backup: It keeps nothing.}",
            "restore",
            "Skipped",
            "ExpectedSkip",
            "It keeps nothing."));
  }

  private static Arguments broken(
      String name,
      Map<String, String> files,
      String spec,
      String stage,
      String state,
      String reason,
      String sentence) {
    return Arguments.of(
        name,
        files,
        spec,
        StageName.valueOf(stage.toUpperCase(java.util.Locale.ROOT)),
        StageState.valueOf(state.toUpperCase(java.util.Locale.ROOT)),
        reason,
        sentence);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void whatIsWrongIsFoundWhereItIs(
      String name,
      Map<String, String> files,
      String spec,
      StageName stage,
      StageState state,
      String reason,
      String sentence) {
    TestRun run = test(name, files, spec);

    assertStage(run, stage, state, reason);
    assertThat(run.getStatus().stage(stage).message()).contains(sentence);
    assertThat(run.getStatus().stage(StageName.INSTALL).state()).isEqualTo(StageState.PASSED);
  }

  @Test
  void anAppThatHoldsItsFilesOpenIsRestartedBeforeItsDataIsCalledLost() {
    TestRun run =
        test(
            "holds-open",
            Kept.change(
                Kept.change(
                    Kept.without("-hook"), "volumes.data.path=dump", "volumes.data.path=table"),
                "exec sleep 100000",
                "exec 3< /data/table; exec sleep 100000"),
            "",
            Kept.SEEDS.replace("[cat, /data/table]", "[cat, /proc/1/fd/3]"));

    assertStage(run, StageName.RESTORE, StageState.PASSED, "Passed");
    assertThat(run.getStatus().stage(StageName.RESTORE).check("seeds").message())
        .contains("restarted");
  }

  static Stream<Arguments> upgrades() {
    return Stream.of(
        Arguments.of("keeps", Kept.files(), Kept.SEEDS, StageState.PASSED, "Passed", ""),
        Arguments.of(
            "renames-a-volume",
            Kept.change(
                Kept.change(Kept.files(), "data:/data", "rows:/data"), "  data: {}", "  rows: {}"),
            "health: {browser: false, timeout: 60s}",
            StageState.FAILED,
            "DataLost",
            "volume data"),
        Arguments.of(
            "drops-a-table",
            Kept.with("touch /data/table", "rm /data/table; touch /data/table"),
            Kept.SEEDS,
            StageState.FAILED,
            "DataLost",
            "seed table"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("upgrades")
  void anUpgradeThatLosesDataIsFound(
      String name,
      Map<String, String> files,
      String spec,
      StageState state,
      String reason,
      String sentence) {
    RecipeRepository repository = RecipeRepository.in(folder.resolve(name));
    repository.commit(Kept.files());
    repository.tag("1.0.0+1.27.2");
    files.put("release/1.1.0+1.27.2", "Another version.\n");
    repository.commit(files);
    server.enroll(name, repository.address(), spec);
    server.request(name, name, "stages: [upgrade]");

    TestRun run = server.done(name, PATIENCE);

    assertStage(run, StageName.UPGRADE, state, reason);
    assertThat(run.getStatus().stage(StageName.UPGRADE).message()).contains(sentence);
  }

  private static TestRun test(String name, Map<String, String> files, String spec) {
    return test(name, files, spec, Kept.SEEDS);
  }

  private static TestRun test(String name, Map<String, String> files, String spec, String seeds) {
    RecipeRepository repository = RecipeRepository.in(folder.resolve(name));
    repository.commit(files);
    server.enroll(name, repository.address(), seeds + spec);
    server.request(name, name, "stages: [restore]");
    return server.done(name, PATIENCE);
  }

  private static void assertStage(TestRun run, StageName name, StageState state, String reason) {
    StageStatus stage = run.getStatus().stage(name);
    String log = server.runLog(run.getMetadata().getName());
    assertThat(stage.state()).as(stage + "\n" + log).isEqualTo(state);
    assertThat(stage.reason()).as(log).isEqualTo(reason);
  }
}
