package tech.coopcloud.ci.testrun;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.backup.Contents;
import tech.coopcloud.ci.backup.Item;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.SwarmException;

/** Reaches what is in the volumes of a deployment, through a running container that has them. */
final class Volumes {
  private static final int LONGEST_CANARY = 200;

  private final Tools tools;
  private final Settled settled;

  Volumes(Tools tools, Settled settled) {
    this.tools = tools;
    this.settled = settled;
  }

  /**
   * An item as one container has it.
   *
   * @param root where its volume begins in the container
   */
  record Reached(String container, String root, Item item) {

    /** Its absolute path. */
    String path() {
      return item.whole() ? root : join(root, item.path());
    }

    /** What to ask the engine for: the content alone where it is a whole volume. */
    String source() {
      return item.whole() ? join(root, ".") : path();
    }

    /** Where a tar of it is unpacked. */
    String target() {
      String path = path();
      return item.whole() ? path : path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    static String join(String folder, String name) {
      String relative = name.startsWith("/") ? name.substring(1) : name;
      return folder.endsWith("/") ? folder + relative : folder + "/" + relative;
    }
  }

  Reached reach(RunView view, StackSpec stack, Item item)
      throws Refusals.Refusal, InterruptedException {
    Item.Place place = item.places().getFirst();
    return new Reached(settled.container(view, stack, place.service()), place.mount(), item);
  }

  /** A tar of it, or null where there is no such path. */
  @Nullable InputStream read(Reached reached) {
    return tools.swarm().readArchive(reached.container(), reached.source());
  }

  /** Unpacks a tar of it in its place, which is made where it is missing. */
  void write(Reached reached, InputStream tar) throws IOException {
    if (!reached.target().equals(reached.root())
        && entry(reached.container(), reached.target()) == null) {
      String parents = reached.target().substring(reached.root().length());
      tools.swarm().writeArchive(reached.container(), reached.root(), folders(parents));
    }
    if (!tools.swarm().writeArchive(reached.container(), reached.target(), tar)) {
      throw new SwarmException.Refused(
          "There is no folder " + reached.target() + " to unpack the backup in.", null);
    }
  }

  /**
   * Puts a canary into a folder, as its owner.
   *
   * @return whether there is such a folder and it can be written to
   */
  boolean writeCanary(Reached reached, String text) throws IOException {
    TarArchiveEntry folder = entry(reached.container(), reached.path());
    if (folder == null || !folder.isDirectory()) {
      return false;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry file = new TarArchiveEntry(Contents.CANARY);
    file.setSize(bytes.length);
    file.setMode(0100644);
    file.setIds((int) folder.getLongUserId(), (int) folder.getLongGroupId());
    file.setModTime(FileTime.from(Instant.now()));
    try {
      return tools.swarm().writeArchive(reached.container(), reached.path(), tar(file, bytes));
    } catch (SwarmException.Refused e) {
      return false; // a volume that is read-only everywhere
    }
  }

  /** What stands in the canary of a folder, or null where there is none. */
  @Nullable String canary(Reached reached) throws IOException {
    String path = Reached.join(reached.path(), Contents.CANARY);
    try (InputStream tar = tools.swarm().readArchive(reached.container(), path)) {
      if (tar == null) {
        return null;
      }
      TarArchiveInputStream in = new TarArchiveInputStream(tar);
      return in.getNextEntry() == null
          ? null
          : new String(in.readNBytes(LONGEST_CANARY), StandardCharsets.UTF_8);
    }
  }

  private @Nullable TarArchiveEntry entry(String container, String path) throws IOException {
    try (InputStream tar = tools.swarm().readArchive(container, path)) {
      return tar == null ? null : new TarArchiveInputStream(tar).getNextEntry();
    }
  }

  private static InputStream folders(String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      StringBuilder folder = new StringBuilder();
      for (String name : path.split("/")) {
        if (!name.isEmpty()) {
          tar.putArchiveEntry(new TarArchiveEntry(folder.append(name).append('/').toString()));
          tar.closeArchiveEntry();
        }
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static InputStream tar(TarArchiveEntry entry, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
