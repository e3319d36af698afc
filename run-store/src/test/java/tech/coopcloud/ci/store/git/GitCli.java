package tech.coopcloud.ci.store.git;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A clone that a person works in, by the real git. */
final class GitCli {
  private final Path folder;

  private GitCli(Path folder) {
    this.folder = folder;
  }

  static GitCli clone(Path repository, Path into) {
    return clone(repository.toString(), into);
  }

  static GitCli clone(String url, Path into) {
    run(into.getParent(), "git", "clone", "-q", url, into.toString());
    return new GitCli(into);
  }

  /** Git right in a repository, bare or not. */
  static GitCli in(Path folder) {
    return new GitCli(folder);
  }

  /** Runs git; returns what it printed, fails when it does. */
  String git(String... args) {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
    command.addAll(List.of(args));
    return run(folder, command.toArray(String[]::new));
  }

  /**
   * What git finds wrong in a repository that is being worked in. It fails when a pack goes that it
   * has just listed; when it does so again and again, something is wrong.
   */
  String fsck() {
    return await()
        .ignoreException(IllegalStateException.class)
        .until(() -> git("fsck", "--full", "--strict", "--no-dangling"), any -> true);
  }

  GitCli file(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GitCli push(String message) {
    git("add", "-A");
    git("commit", "-q", "-m", message);
    git("push", "-q", "origin", "HEAD:main");
    return this;
  }

  GitCli pull() {
    git("pull", "-q", "--rebase", "origin", "main");
    return this;
  }

  private static String run(Path folder, String... command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + out);
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
