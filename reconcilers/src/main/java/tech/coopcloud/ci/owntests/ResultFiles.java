package tech.coopcloud.ci.owntests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The XML files of a hostile tar archive, as far as they are few and small. */
final class ResultFiles {
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_FILES = 50;

  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

  /** A file with its name as the archive has it. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Xml(String name, byte[] content) {}

  void feed(byte[] piece) {
    archive.write(piece, 0, Math.min(piece.length, MOST_BYTES - archive.size()));
  }

  /** Those that are whole. */
  List<Xml> xml() {
    List<Xml> files = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new ByteArrayInputStream(archive.toByteArray()), StandardCharsets.UTF_8.name())) {
      TarArchiveEntry entry;
      while (files.size() < MOST_FILES && (entry = tar.getNextEntry()) != null) {
        if (entry.isFile() && !entry.isSparse() && entry.getName().endsWith(".xml")) {
          byte[] content = tar.readNBytes(MOST_BYTES);
          files.add(new Xml(entry.getName().replaceFirst("^\\./", ""), content));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return files; // cut off where it is too long, or made up: the files before are what there is
    }
    return files;
  }
}
