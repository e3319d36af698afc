package tech.coopcloud.ci.controller.ccctl;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.digest.Sha256;
import tech.coopcloud.ci.disk.Folders;

/**
 * A working copy as it is now, as a commit in a repository of its own, which only its owner can
 * read: what is tracked, what was changed and what is new, but for what git ignores. The working
 * copy itself is not touched. The repository goes when this is closed.
 *
 * @param repository where it can be fetched from
 * @param commit that of the working copy's HEAD where nothing was changed
 */
record Snapshot(Path repository, String commit, FileChannel lock) implements AutoCloseable {
  private static final String BRANCH = "refs/heads/working-copy";

  /** Set where a git hook calls ccctl, and not meant for us. */
  private static final Set<String> OF_A_HOOK =
      Set.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY");

  /**
   * @throws CcctlException when git fails, or the same folder is being tested already
   */
  static Snapshot of(Path folder) {
    Path repository = home().resolve(digest(folder.toAbsolutePath().normalize()) + ".git");
    FileChannel lock = lock(repository, folder);
    try {
      Folders.delete(repository);
      return new Snapshot(repository, new Maker(folder, repository).commit(), lock);
    } catch (IOException e) {
      closeQuietly(lock);
      throw failed(folder, Problems.sentence(e), e);
    } catch (CcctlException e) {
      deleteQuietly(repository);
      closeQuietly(lock);
      throw e;
    }
  }

  /** The same place for the same folder each time, so that the server has one copy of it. */
  private static Path home() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(cache);
    Path home = root.resolve("cc-ci/working-copies");
    try {
      Files.createDirectories(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return home;
    } catch (IOException e) {
      throw new CcctlException(
          ExitCode.USAGE,
          "error: the folder " + home + " cannot be made: " + Problems.sentence(e),
          e);
    }
  }

  private static FileChannel lock(Path repository, Path folder) {
    try {
      FileChannel channel =
          FileChannel.open(
              Path.of(repository + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock held = channel.tryLock();
      if (held == null) {
        channel.close();
        throw CcctlException.usage(
            folder + " is being tested already: wait for the other \"ccctl recipe test\".");
      }
      return channel;
    } catch (IOException e) {
      throw failed(folder, Problems.sentence(e), e);
    }
  }

  @Override
  public void close() {
    discard();
  }

  /** Removes the repository; once is enough. */
  void discard() {
    if (lock.isOpen()) { // else the place may be another process's by now
      deleteQuietly(repository);
      closeQuietly(lock);
    }
  }

  private static void deleteQuietly(Path repository) {
    try {
      Folders.delete(repository);
    } catch (IOException e) {
      // The next one begins with deleting it.
    }
  }

  private static void closeQuietly(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // It ends with the process.
    }
  }

  private static String digest(Path folder) {
    return Sha256.hex(folder.toString()).substring(0, 20);
  }

  private static CcctlException failed(Path folder, String why, @Nullable Throwable cause) {
    return new CcctlException(
        ExitCode.USAGE, "error: no snapshot of " + folder + " can be taken: " + why, cause);
  }

  /** Makes the commit, by the git program. */
  private record Maker(Path folder, Path repository) {

    String commit() {
      orFail(run(false, "init", "--quiet", "--bare", repository.toString()), "init");
      @Nullable String parent = history();
      if (parent != null) {
        git("read-tree", parent);
      }
      git("add", "--all", "--", ".");
      String tree = git("write-tree");
      String commit =
          parent == null
              ? git("commit-tree", "-m", "Working copy", tree)
              : tree.equals(git("rev-parse", parent + "^{tree}"))
                  ? parent
                  : git("commit-tree", "-p", parent, "-m", "Working copy", tree);
      git("update-ref", BRANCH, commit);
      git("symbolic-ref", "HEAD", BRANCH);
      return commit;
    }

    /** Takes HEAD and the tags of the working copy; null where it has no commit. */
    private @Nullable String history() {
      String from = folder.toAbsolutePath().toString();
      boolean top =
          run(false, "-C", from, "rev-parse", "--show-prefix").output().isEmpty()
              && run(false, "-C", from, "rev-parse", "--verify", "HEAD").exit() == 0;
      if (!top) {
        return null;
      }
      git(
          "fetch",
          "--quiet",
          "--no-write-fetch-head",
          from,
          "+HEAD:" + BRANCH,
          "+refs/tags/*:refs/tags/*");
      return git("rev-parse", BRANCH);
    }

    private String git(String... arguments) {
      return orFail(run(true, arguments), arguments[0]);
    }

    private String orFail(Result result, String what) {
      if (result.exit() != 0) {
        throw failed(folder, "git " + what + ": " + result.error(), null);
      }
      return result.output();
    }

    private record Result(int exit, String output, String error) {}

    /**
     * @param ours in our repository, with the folder as its working copy
     */
    private Result run(boolean ours, String... arguments) {
      List<String> command = new ArrayList<>(List.of("git", "-c", "core.hooksPath=/dev/null"));
      command.addAll(Arrays.asList(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeAll(OF_A_HOOK);
      if (ours) {
        builder
            .environment()
            .putAll(
                Map.of(
                    "GIT_DIR", repository.toString(),
                    "GIT_WORK_TREE", folder.toAbsolutePath().toString(),
                    "GIT_INDEX_FILE", repository.resolve("snapshot-index").toString(),
                    "GIT_AUTHOR_NAME", "ccctl",
                    "GIT_AUTHOR_EMAIL", "ccctl@localhost",
                    "GIT_COMMITTER_NAME", "ccctl",
                    "GIT_COMMITTER_EMAIL", "ccctl@localhost"));
      }
      Path errors = repository.resolveSibling(repository.getFileName() + ".err");
      try {
        Process process = builder.redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        return new Result(exit, output.strip(), Files.readString(errors).strip());
      } catch (IOException e) {
        throw failed(folder, Problems.sentence(e), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CcctlException(ExitCode.INTERRUPTED, "interrupted", e);
      } finally {
        deleteQuietly(errors);
      }
    }
  }
}
