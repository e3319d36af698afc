package tech.coopcloud.ci.store.git;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.ObjectStoreContract;

class GitObjectStoreTest extends ObjectStoreContract {
  @TempDir Path folder;

  @Override
  protected ObjectStore open() {
    return GitObjectStore.open(
        folder.resolve("state.git"), List.of(Widgets.TYPE), Clock.systemUTC());
  }
}
