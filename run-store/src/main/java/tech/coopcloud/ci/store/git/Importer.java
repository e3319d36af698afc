package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.git.Manifests.Manifest;
import tech.coopcloud.ci.store.object.ObjectKey;
import tech.coopcloud.ci.store.object.Problem;

/**
 * Makes the objects follow the manifests in {@code main}: which file speaks for which object, and
 * what became of it. {@link Admission} then does it.
 */
final class Importer {
  private final GitReader git;
  private final Manifests manifests;
  private final Admission admission;

  Importer(GitReader git, Manifests manifests, Admission admission) {
    this.git = git;
    this.manifests = manifests;
    this.admission = admission;
  }

  /** The paths that differ between two trees of {@code main} and may hold manifests. */
  static Set<String> changed(GitTree before, GitTree after, GitReader git) throws IOException {
    Set<String> changed = new TreeSet<>();
    GitTree.diff(
        before,
        after,
        git,
        (path, old, now) -> {
          if (Manifests.mayHold(path)) {
            changed.add(path);
          }
        });
    return changed;
  }

  /** Reads the files anew and changes the objects that they speak for. */
  void run(Batch batch, Collection<String> some) throws IOException {
    Set<String> files = new TreeSet<>(some);
    Map<String, List<Problem>> problems = new LinkedHashMap<>();
    Map<ObjectKey, List<Manifest>> claims = new LinkedHashMap<>();
    Map<String, BadManifestException> unreadable = new LinkedHashMap<>();
    for (String path : files) {
      List<Problem> its = new ArrayList<>();
      problems.put(path, its);
      try {
        String text = readable(batch, path);
        if (text != null) {
          Manifests.Found found = manifests.read(path, text);
          its.addAll(found.problems());
          found
              .manifests()
              .forEach(one -> claims.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one));
        }
      } catch (BadManifestException e) {
        unreadable.put(path, e);
        its.add(new Problem(path, null, e.reason(), e.where(path) + ": " + e.getMessage()));
      }
    }
    Set<ObjectKey> before = new LinkedHashSet<>();
    files.forEach(path -> before.addAll(batch.at(path)));
    claims.forEach((key, its) -> claimed(batch, key, its, files, unreadable, problems));
    for (ObjectKey key : before) {
      Kept kept = batch.get(key);
      if (kept == null || claims.containsKey(key)) {
        continue;
      }
      BadManifestException bad = kept.path() == null ? null : unreadable.get(kept.path());
      if (bad == null) {
        admission.withdraw(batch, key, kept);
      } else {
        String path = Objects.requireNonNull(kept.path());
        admission.refuse(batch, key, kept, bad.where(path) + ": " + bad.getMessage());
      }
    }
    problems.forEach(batch::setProblems);
  }

  /** As {@link #text}; damage that was not pushed just now is the file's problem alone. */
  private @Nullable String readable(Batch batch, String path)
      throws IOException, BadManifestException {
    try {
      return text(batch, path);
    } catch (GitReader.DamagedException e) {
      if (!Objects.equals(batch.mainTip(), batch.base().main())) {
        throw e;
      }
      throw new BadManifestException(
          "DamagedObject", 0, "this file is lost, " + e.getMessage() + "; push the file anew");
    }
  }

  private @Nullable String text(Batch batch, String path) throws IOException, BadManifestException {
    ObjectId id = batch.fileId(path);
    if (id == null) {
      return null;
    }
    long size = batch.pack.content(id) == null ? git.size(id) : 0;
    if (size > YamlDocuments.MAX_SIZE) {
      throw new BadManifestException(
          "ManifestTooLarge",
          0,
          "this file has %d bytes and manifests may have %d; split it"
              .formatted(size, YamlDocuments.MAX_SIZE));
    }
    byte[] content = batch.pack.content(id);
    return new String(content == null ? git.blob(id) : content, StandardCharsets.UTF_8);
  }

  /** Decides which of the files that name an object speaks for it. */
  private void claimed(
      Batch batch,
      ObjectKey key,
      List<Manifest> claims,
      Set<String> files,
      Map<String, BadManifestException> unreadable,
      Map<String, List<Problem>> problems) {
    Kept kept = batch.get(key);
    String owner = kept == null ? null : kept.path();
    if (kept != null && owner == null && admission.isTerminating(kept)) {
      for (Manifest claim : claims) {
        add(
            problems,
            claim,
            ProblemBook.AWAITING_DELETION,
            "it waits until its predecessor is gone");
      }
      return;
    }
    if (owner != null && (!files.contains(owner) || unreadable.containsKey(owner))) {
      claims.forEach(claim -> duplicate(problems, claim, owner));
      BadManifestException bad = unreadable.get(owner);
      if (bad != null && kept != null) {
        admission.refuse(batch, key, kept, bad.where(owner) + ": " + bad.getMessage());
      }
      return;
    }
    if (claims.size() > 1 && (kept == null || admission.isContested(kept))) {
      contested(batch, key, kept, claims, problems);
      return;
    }
    Manifest winner =
        claims.stream()
            .filter(claim -> claim.path().equals(owner))
            .findFirst()
            .orElse(claims.getFirst());
    for (Manifest claim : claims) {
      if (!claim.where().equals(winner.where())) {
        duplicate(problems, claim, winner.where());
      }
    }
    String refusal = admission.admit(batch, kept, winner);
    if (refusal != null) {
      add(problems, winner, AcceptedCondition.INVALID, refusal);
    }
  }

  private void contested(
      Batch batch,
      ObjectKey key,
      @Nullable Kept kept,
      List<Manifest> claims,
      Map<String, List<Problem>> problems) {
    String all = String.join(" and ", claims.stream().map(Manifest::where).toList());
    String message = all + " both name " + key + "; remove one of them";
    admission.contest(batch, kept, claims.getFirst(), message);
    for (Manifest claim : claims) {
      Objects.requireNonNull(problems.get(claim.path()))
          .add(new Problem(claim.path(), key, ProblemBook.DUPLICATE, message));
    }
  }

  private static void duplicate(Map<String, List<Problem>> problems, Manifest claim, String owner) {
    add(
        problems,
        claim,
        ProblemBook.DUPLICATE,
        "it names " + claim.key() + ", which " + owner + " has named before; remove one of them");
  }

  private static void add(
      Map<String, List<Problem>> problems, Manifest claim, String reason, String message) {
    Objects.requireNonNull(problems.get(claim.path()))
        .add(new Problem(claim.path(), claim.key(), reason, claim.where() + ": " + message));
  }
}
