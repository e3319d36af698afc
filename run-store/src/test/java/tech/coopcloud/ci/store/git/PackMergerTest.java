package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackMergerTest {
  @TempDir Path path;

  @Test
  void whoListedThePacksBeforeAMergeReadsOnAndNothingIsLogged() throws Exception {
    Bare.prepare(path);
    PackFolder folder = new PackFolder(path);
    Records records = new Records();
    Logger jgit = Logger.getLogger("org.eclipse.jgit");
    jgit.addHandler(records);
    List<ObjectId> ids = new ArrayList<>();
    try (GitReader reader = new GitReader(path);
        PackMerger merger = new PackMerger(folder, List.of(), () -> {}, () -> {})) {
      for (int i = 0; i <= PackMerger.MANY; i++) {
        PackFolder.PackFile file;
        try (PackBuilder pack = new PackBuilder()) {
          byte[] text = ("text " + i).getBytes(StandardCharsets.UTF_8);
          ids.add(pack.add(Constants.OBJ_BLOB, text));
          file = folder.write(pack.finish());
        }
        if (i == PackMerger.MANY) {
          reader.blob(ids.getLast()); // lists all packs, and opens this one
        }
        merger.add(file);
      }
      await().until(() -> packs() < PackMerger.MANY);

      for (ObjectId id : ids) {
        assertThat(reader.blob(id)).isNotEmpty();
      }
      assertThat(records.all).isEmpty();
    } finally {
      jgit.removeHandler(records);
    }
  }

  private long packs() throws Exception {
    try (var files = Files.list(path.resolve("objects/pack"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  private static final class Records extends Handler {
    final List<String> all = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord record) {
      all.add(record.getLevel() + " " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
