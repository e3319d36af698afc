package tech.coopcloud.ci.store.object;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.store.Widgets;

class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore open() {
    return new MemoryObjectStore();
  }

  @Test
  void historyThatIsNoLongerKeptIsGone() {
    try (ObjectStore store = new MemoryObjectStore()) {
      assertThatThrownBy(() -> store.watch(Widgets.TYPE.name(), null, 0, event -> {}, () -> {}))
          .isInstanceOf(GoneException.class);
    }
  }
}
