package tech.coopcloud.ci.backup;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The restic repository of one run: a tar for each item, of which the newest counts. */
public final class Repository {
  private final Path folder;
  private final Restic restic;

  Repository(Path folder, Restic restic) {
    this.folder = folder;
    this.restic = restic;
  }

  /** Takes a tar that is being read in. */
  public interface Reader<T> {
    T read(InputStream tar) throws Exception;
  }

  /**
   * Makes the repository where there is none.
   *
   * @return whether there was none
   */
  public boolean open() throws Exception {
    boolean fresh = !Files.exists(folder.resolve("config"));
    if (fresh) {
      restic.run("init");
    }
    return fresh;
  }

  /**
   * Keeps an item, and looks at it while it passes by.
   *
   * @param tar is read to its end; a capture of which that fails is not kept
   */
  public Contents keep(Item item, InputStream tar) throws Exception {
    Contents[] seen = new Contents[1];
    restic.feed(
        stdin -> seen[0] = Contents.of(new Tee(tar, stdin)),
        "backup",
        "--host",
        "cc-ci",
        "--stdin",
        "--stdin-filename",
        item.file());
    return seen[0];
  }

  /** Reads what was kept of an item last. */
  public <T> T read(Item item, Reader<T> reader) throws Exception {
    Object[] result = new Object[1];
    restic.read(
        stdout -> result[0] = reader.read(stdout),
        "dump",
        "--no-lock",
        "--path",
        item.file(),
        "latest",
        item.file());
    @SuppressWarnings("unchecked")
    T read = (T) result[0];
    return read;
  }

  /** Checks the repository as a whole. */
  public void check() throws Exception {
    restic.run("check", "--no-lock");
  }
}
