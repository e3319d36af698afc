package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepackerTest {
  private static final int FILES = 20;

  @TempDir Path path;

  @Test
  void objectsThatLieWholeInOnePackBecomeDifferences() throws Exception {
    Bare.prepare(path);
    PackFolder folder = new PackFolder(path);
    PackFolder.PackFile whole;
    ObjectId commit;
    try (PackBuilder pack = new PackBuilder()) {
      commit = commit(pack);
      whole = folder.write(pack.finish());
    }
    Files.writeString(path.resolve("refs/heads/main"), commit.name() + "\n");

    try (PackMerger merger = new PackMerger(folder, List.of(whole), () -> {}, () -> {});
        Repacker repacker =
            new Repacker(path, folder, merger, Duration.ofHours(1), () -> {}, () -> {})) {
      repacker.ask();
      await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(whole.pack()));
    }

    assertThat(packed()).isPositive().isLessThan(whole.size() / (FILES / 2));
    try (GitReader reader = new GitReader(path)) {
      assertThat(reader.tree(reader.commit(commit).tree())).isNotNull();
    }
  }

  /** A tree of files that differ in a byte, and cannot be compressed. */
  private static ObjectId commit(PackBuilder pack) throws Exception {
    byte[] content = new byte[10_000];
    new Random(1).nextBytes(content);
    TreeFormatter tree = new TreeFormatter();
    for (int i = 0; i < FILES; i++) {
      content[content.length / 2] = (byte) i;
      ObjectId blob = pack.add(Constants.OBJ_BLOB, content.clone());
      tree.append("file-%02d".formatted(i), FileMode.REGULAR_FILE, blob);
    }
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(pack.add(Constants.OBJ_TREE, tree.toByteArray()));
    PersonIdent who = new PersonIdent("test", "test@localhost", Instant.EPOCH, ZoneOffset.UTC);
    commit.setAuthor(who);
    commit.setCommitter(who);
    return pack.add(Constants.OBJ_COMMIT, commit.build());
  }

  private long packed() throws Exception {
    long sum = 0;
    try (var packs = Files.newDirectoryStream(path.resolve("objects/pack"), "*.pack")) {
      for (Path pack : packs) {
        sum += Files.size(pack);
      }
    }
    return sum;
  }
}
