package tech.coopcloud.ci.owntests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code tests} of a checkout. Nothing of it is run or read here but its bytes, and no
 * link in it is followed.
 */
final class TestFiles {
  private static final String FOLDER = "tests";
  private static final int MOST_FILES = 2_000;
  private static final long MOST_BYTES = 20L << 20;
  private static final int READABLE = 0644;
  private static final int EXECUTABLE = 0755;

  private final Path folder;
  private final List<File> files;

  private TestFiles(Path folder, List<File> files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * A file.
   *
   * @param path below the folder, with slashes
   */
  record File(String path, boolean executable, long size) {}

  /** What a checkout has; nothing where there is no such folder. */
  static TestFiles of(Path checkout) throws IOException {
    Path folder = checkout.resolve(FOLDER);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return new TestFiles(folder, List.of());
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> regular =
          paths.filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS)).toList();
      Stream.Builder<File> files = Stream.builder();
      for (Path path : regular) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        files.add(new File(name, Files.isExecutable(path), Files.size(path)));
      }
      return new TestFiles(folder, files.build().sorted(Comparator.comparing(File::path)).toList());
    }
  }

  List<File> files() {
    return files;
  }

  /** Says what is wrong with the folder, in one sentence, or null. */
  @Nullable String problem() {
    long bytes = files.stream().mapToLong(File::size).sum();
    return files.size() > MOST_FILES || bytes > MOST_BYTES
        ? "The folder tests has %d files with %d MiB, and cc-ci takes %d and %d MiB: make it smaller."
            .formatted(files.size(), bytes >> 20, MOST_FILES, MOST_BYTES >> 20)
        : null;
  }

  /**
   * The folder as a tar archive.
   *
   * @param extraName a file to add beside the folder, with its text
   */
  byte[] archive(String extraName, String extraText) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      add(tar, extraName, READABLE, extraText.getBytes(StandardCharsets.UTF_8));
      for (File file : files) {
        byte[] content = Files.readAllBytes(folder.resolve(file.path()));
        add(tar, FOLDER + "/" + file.path(), file.executable() ? EXECUTABLE : READABLE, content);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
