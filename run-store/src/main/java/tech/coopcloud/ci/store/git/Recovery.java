package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.PackFolder.PackFile;

/**
 * Finds after a crash what was acknowledged. A commit is durable once its pack is: the index and
 * the refs are written after it and not forced, so a power failure may take them. The packs of the
 * last batches still lie there one by one, commits in front, and lead from wherever {@code status}
 * points to the newest commit.
 */
final class Recovery {
  static final String STATUS = "refs/heads/status";

  /** Where {@code status} was at some time: a last resort, should somebody remove it. */
  static final String STATUS_COPY = "refs/cc-ci/status";

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  /** The packs of the last batches are smaller than this (bytes). */
  private static final long SMALL = 4 << 20;

  private final PackFolder folder;
  private final Refs refs;

  Recovery(PackFolder folder, Refs refs) {
    this.folder = folder;
    this.refs = refs;
  }

  /** A commit of {@code status} at the front of a pack. */
  private record Candidate(
      ObjectId id, @Nullable ObjectId parent, StatusCommit said, PackFile pack) {}

  /** Puts refs and indexes right; returns our packs. */
  List<PackFile> run() throws IOException {
    folder.removeLeftIndexes();
    List<PackFile> packs = new ArrayList<>();
    List<PackFile> bare = new ArrayList<>();
    for (PackFile pack : folder.ours()) {
      try {
        (indexed(pack) ? packs : bare).add(pack);
      } catch (NoSuchFileException e) {
        log.debug("a pack went meanwhile", e);
      }
    }
    Map<ObjectId, Candidate> byId = new HashMap<>();
    Map<ObjectId, Candidate> byParent = new HashMap<>();
    for (Collection<PackFile> some : List.of(packs, bare)) {
      for (PackFile pack : some) {
        for (Candidate candidate : candidates(pack)) {
          byId.putIfAbsent(candidate.id, candidate);
          if (candidate.parent != null) {
            byParent.merge(candidate.parent, candidate, Recovery::newer);
          }
        }
      }
    }
    ObjectId found = refs.read(STATUS);
    ObjectId tip = found;
    if (tip == null) {
      tip = lastResort(byId.values());
    }
    List<PackFile> revived = new ArrayList<>();
    revive(tip == null ? null : byId.get(tip), bare, revived);
    for (Candidate next = byParent.get(tip); next != null; next = byParent.get(tip)) {
      if (!revive(next, bare, revived)) {
        break;
      }
      tip = next.id;
    }
    packs.addAll(revived);
    for (PackFile pack : bare) {
      folder.remove(pack);
    }
    if (tip != null && !tip.equals(found)) {
      log.warn(
          "status was at {}, and is put to {}, the newest commit that is on disk",
          found == null ? "nothing" : found.name(),
          tip.name());
      refs.set(STATUS, tip);
    }
    return packs;
  }

  /** Whether a pack has an index; one that a power failure cut short is made again. */
  private boolean indexed(PackFile pack) throws IOException {
    if (!Files.exists(pack.index())) {
      return false;
    }
    if (pack.size() > SMALL && Files.size(pack.index()) > 0) {
      return true; // merged, and the packs it was made from were kept until it was on disk
    }
    try {
      PackIndex.read(Files.readAllBytes(pack.index()), PackReader.checksum(pack.pack()));
    } catch (IOException e) {
      PackBuilder.Pack whole = PackReader.whole(pack.pack());
      Files.delete(pack.index());
      folder.index(pack, PackIndex.write(whole.entries(), whole.checksum()));
    }
    return true;
  }

  private static Candidate newer(Candidate one, Candidate other) {
    return one.said.resourceVersion() >= other.said.resourceVersion() ? one : other;
  }

  private @Nullable ObjectId lastResort(Collection<Candidate> candidates) throws IOException {
    ObjectId copy = refs.read(STATUS_COPY);
    if (copy != null) {
      return copy;
    }
    return candidates.stream().reduce(Recovery::newer).map(Candidate::id).orElse(null);
  }

  /** Makes sure that a commit's pack has its index; false when the pack is damaged. */
  private boolean revive(@Nullable Candidate candidate, List<PackFile> bare, List<PackFile> revived)
      throws IOException {
    if (candidate == null || !bare.contains(candidate.pack)) {
      return true;
    }
    try {
      PackBuilder.Pack whole = PackReader.whole(candidate.pack.pack());
      folder.index(candidate.pack, PackIndex.write(whole.entries(), whole.checksum()));
      bare.remove(candidate.pack);
      revived.add(candidate.pack);
      return true;
    } catch (IOException e) {
      log.warn("A write that was under way at the crash is dropped: {}", e.getMessage());
      return false;
    }
  }

  private static List<Candidate> candidates(PackFile pack) throws IOException {
    List<Candidate> found = new ArrayList<>();
    for (PackReader.Head head : heads(pack)) {
      StatusCommit said = StatusCommit.parse(head.text());
      if (said != null) {
        ObjectId parent =
            head.text()
                .lines()
                .filter(line -> line.startsWith("parent "))
                .findFirst()
                .map(line -> ObjectId.fromString(line.substring("parent ".length())))
                .orElse(said.line() == null ? null : said.line().continues());
        found.add(new Candidate(head.id(), parent, said, pack));
      }
    }
    return found;
  }

  private static List<PackReader.Head> heads(PackFile pack) throws IOException {
    try {
      return PackReader.heads(pack.pack());
    } catch (NoSuchFileException e) {
      return List.of(); // it went meanwhile
    }
  }

  /**
   * Removes locks that a killed process left; the caller holds the lock of the whole repository.
   */
  void unlock(String... names) throws IOException {
    for (String name : names) {
      refs.breakLock(name);
    }
  }
}
