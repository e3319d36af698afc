package tech.coopcloud.ci.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.DerivedSecrets;
import tech.coopcloud.ci.recipe.RecipeReader;

class BackupLabelsTest {
  @TempDir private Path folder;

  @Test
  void withoutLabelsNothingIsBackedUp() throws Exception {
    assertThat(plan(List.of(), List.of()).enabled()).isFalse();
    assertThat(plan(List.of("backupbot.backup=false"), List.of()).enabled()).isFalse();
  }

  @Test
  void oneServiceThatAsksForItHasAllVolumesOfTheStackBackedUp() throws Exception {
    BackupPlan plan = plan(List.of("backupbot.backup=true"), List.of());

    assertThat(plan.enabled()).isTrue();
    assertThat(names(plan)).containsExactly("content", "data");
    assertThat(plan.items()).allMatch(Item::whole);
  }

  @Test
  void aVolumeCanBeLeftOutOrLimitedToPathsByAnyService() throws Exception {
    BackupPlan plan =
        plan(
            List.of(
                "backupbot.backup=true",
                "backupbot.backup.volumes.content=false",
                "backupbot.backup.volumes.data.path=dump.sql.gz, /files/kept"),
            List.of());

    assertThat(names(plan)).containsExactly("data/dump.sql.gz", "data/files/kept");
    assertThat(plan.volumes()).extracting(Item::name).containsExactly("data");
  }

  @Test
  void aSlashIsTheWholeVolume() throws Exception {
    BackupPlan plan =
        plan(List.of("backupbot.backup=true", "backupbot.backup.volumes.data.path=/"), List.of());

    assertThat(names(plan)).containsExactly("content", "data");
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void whatTheLabelsCannotMeanIsWarnedOf() throws Exception {
    BackupPlan plan =
        plan(
            List.of(
                "backupbot.backup=true",
                "backupbot.backup.volumes.dada.path=dump",
                "backupbot.backup.volumes.data.path=../../etc/passwd"),
            List.of());

    assertThat(plan.warnings())
        .anySatisfy(w -> assertThat(w).contains("backupbot.backup.volumes.dada.path", "app"))
        .anySatisfy(w -> assertThat(w).contains("../../etc/passwd"));
    assertThat(names(plan)).containsExactly("content", "data");
  }

  @Test
  void thePathsOfTheBotBeforeAreThoseInTheContainer() throws Exception {
    BackupPlan plan =
        plan(
            List.of(),
            List.of("backupbot.backup=true", "backupbot.backup.path=/data/sub/dump,/etc/db.conf"));

    assertThat(names(plan)).containsExactly("content", "data/sub/dump", "/etc/db.conf");
  }

  @Test
  void aVolumeIsReachedWhereItCanBeWrittenTo() throws Exception {
    BackupPlan plan = plan(List.of("backupbot.backup=true"), List.of());

    assertThat(plan.place("content"))
        .isEqualTo(new Item.Place("test_localhost_db", "/content", false));
    assertThat(plan.place("other")).isNull();
  }

  @Test
  void hooksAreThoseOfEveryServiceThatDoesNotRefuse() throws Exception {
    List<String> hooks =
        List.of(
            "backupbot.backup.pre-hook=dump",
            "backupbot.backup.post-hook=clean",
            "backupbot.restore.pre-hook=stop",
            "backupbot.restore.post-hook=load");

    BackupPlan one = plan(List.of("backupbot.backup=true"), hooks);
    assertThat(one.beforeBackup())
        .containsExactly(new Hook("test_localhost_db", "db", "backupbot.backup.pre-hook", "dump"));
    assertThat(one.afterBackup()).extracting(Hook::command).containsExactly("clean");
    assertThat(one.beforeRestore()).extracting(Hook::command).containsExactly("stop");
    assertThat(one.afterRestore()).extracting(Hook::command).containsExactly("load");

    BackupPlan refused =
        plan(
            List.of("backupbot.backup=true"),
            List.of("backupbot.restore=false", "backupbot.restore.post-hook=load"));
    assertThat(refused.afterRestore()).isEmpty();
  }

  @Test
  void everyItemHasAFileOfItsOwnInTheRepository() {
    assertThat(List.of(item("a", "b/c"), item("a", "b%2Fc"), item("", "/a/b"), item("a", "")))
        .extracting(Item::file)
        .doesNotHaveDuplicates()
        .allMatch(file -> file.lastIndexOf('/') == 0);
  }

  private static Item item(String volume, String path) {
    return new Item(volume, path, List.of());
  }

  private static List<String> names(BackupPlan plan) {
    return plan.items().stream().map(Item::name).toList();
  }

  private BackupPlan plan(List<String> ofApp, List<String> ofDb) throws Exception {
    write("compose.yml", compose(ofApp, ofDb));
    write(".env.sample", "TYPE=test\n");
    byte[] key = new byte[32];
    return BackupLabels.of(
        RecipeReader.read(
            folder,
            new DeploymentContext(
                "test",
                "test.localhost",
                "test_localhost",
                "1.0.0+1",
                true,
                Map.of(),
                Map.of(),
                List.of(),
                new DerivedSecrets(key, "run"))));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String compose(List<String> ofApp, List<String> ofDb) {
    return """
    version: "3.8"
    services:
      app:
        image: nginx
        volumes: ["content:/content:ro", "data:/srv/data", "/anonymous"]
        deploy:
          labels: %s
      db:
        image: busybox
        volumes: [data:/data, content:/content]
        deploy:
          labels: %s
    volumes:
      content: {}
      data: {}
    """
        .formatted(list(ofApp), list(ofDb));
  }

  private static String list(List<String> labels) {
    return labels.stream().map(l -> "\"" + l + "\"").toList().toString();
  }
}
