package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GitTreeTest {
  /** Names that sort in another order as a file than as a folder. */
  private static final List<String> NAMES = List.of("a", "a.b", "a-b", "a0", "a b", "b", "ä", "A");

  private final Random random = new Random(7);

  @Test
  void isTheTreeThatGitMakesOfTheSameFilesAfterWhateverChanges() throws Exception {
    for (int history = 0; history < 60; history++) {
      Map<String, ObjectId> files = new TreeMap<>();
      GitTree tree = GitTree.empty();
      for (int step = 0; step < 30; step++) {
        Map<String, @Nullable ObjectId> changes = changes(files);
        try (PackBuilder pack = new PackBuilder()) {
          tree = tree.with(changes, id -> GitTree.empty(), pack);
        }
        assertThat(tree.id()).as("%s", files.keySet()).isEqualTo(asGitWritesIt(files));
      }
    }
  }

  /** One to four changes, made in {@code files} as well. */
  private Map<String, @Nullable ObjectId> changes(Map<String, ObjectId> files) {
    Map<String, @Nullable ObjectId> changes = new HashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String path = path();
      if (!files.isEmpty() && random.nextBoolean()) {
        List<String> there = List.copyOf(files.keySet());
        String gone = there.get(random.nextInt(there.size()));
        files.remove(gone);
        changes.put(gone, null);
      } else if (isFree(path, files) && isFree(path, changes)) {
        ObjectId content = ObjectId.fromString("%040x".formatted(random.nextInt(1 << 20)));
        files.put(path, content);
        changes.put(path, content);
      }
    }
    return changes;
  }

  private String path() {
    return String.join(
        "/",
        Stream.generate(() -> NAMES.get(random.nextInt(NAMES.size())))
            .limit(1 + random.nextInt(3))
            .toList());
  }

  /** Whether no other path is a folder of this one, nor this one of another. */
  private static boolean isFree(String path, Map<String, ?> others) {
    return others.keySet().stream()
        .noneMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
  }

  private static ObjectId asGitWritesIt(Map<String, ObjectId> files) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    files.forEach(
        (path, content) -> {
          DirCacheEntry entry = new DirCacheEntry(path.getBytes(StandardCharsets.UTF_8));
          entry.setFileMode(FileMode.REGULAR_FILE);
          entry.setObjectId(content);
          builder.add(entry);
        });
    builder.finish();
    try (InMemoryRepository git = new InMemoryRepository(new DfsRepositoryDescription("git"));
        ObjectInserter out = git.newObjectInserter()) {
      return files.isEmpty() ? Constants.EMPTY_TREE_ID : index.writeTree(out);
    }
  }
}
