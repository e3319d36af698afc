package tech.coopcloud.ci.browser;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.impl.PlaywrightImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import tech.coopcloud.ci.disk.Folders;
import tech.coopcloud.ci.process.ProcessTree;

/**
 * Starts Playwright's driver, one for each visit, and ends it with all that it started. What a
 * driver and its browser write is in a folder of that visit, which goes with them.
 */
final class Driver {
  /**
   * Chromium makes a socket some 45 characters further down, and a socket's path has at most 108.
   */
  private static final int LONGEST_HOME = 60;

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private int visits;

  /**
   * A driver that runs.
   *
   * @param home where it and its browser write
   */
  record Running(Playwright playwright, ProcessHandle process, Path home) {}

  /**
   * @param folder for the visits' folders; what an earlier process left there is removed
   */
  Driver(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath();
    delete(this.folder.resolve("visits"));
    Files.createDirectories(this.folder);
    try (InputStream guard = Driver.class.getResourceAsStream("guard.cjs")) {
      if (guard == null) {
        throw new IOException("guard.cjs is not on the class path");
      }
      Files.copy(guard, guard(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path guard() {
    return folder.resolve("guard.cjs");
  }

  /**
   * @throws PlaywrightException when it does not start
   */
  Running start() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return startAlone(newHome());
    } finally {
      lock.unlock();
    }
  }

  /** A folder of its own; outside of ours only where ours lies too deep. */
  private Path newHome() throws IOException {
    Path home = folder.resolve("visits").resolve(String.valueOf(++visits));
    return home.toString().length() <= LONGEST_HOME
        ? Files.createDirectories(home)
        : Files.createTempDirectory("cc-ci-browser-");
  }

  /** To be called by one thread at a time, since the process is known by being new. */
  private Running startAlone(Path home) throws InterruptedException {
    Set<Long> before = pids(ours());
    boolean started = false;
    try {
      Playwright playwright = NoNetlink.call(() -> create(home));
      ProcessHandle process =
          ours().stream()
              .filter(p -> !before.contains(p.pid()))
              .findFirst()
              .orElseThrow(() -> new PlaywrightException("the driver is gone already"));
      started = true;
      return new Running(playwright, process, home);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new PlaywrightException(String.valueOf(cause.getMessage()), cause);
    } finally {
      if (!started) {
        ours().stream().filter(p -> !before.contains(p.pid())).forEach(ProcessTree::end);
        delete(home);
      }
    }
  }

  /**
   * As {@link Playwright#create()} does, which would give all drivers the first one's environment.
   */
  private Playwright create(Path home) {
    return PlaywrightImpl.createImpl(
        new Playwright.CreateOptions()
            .setEnv(
                Map.of(
                    "TMPDIR",
                    home.toString(),
                    "NODE_OPTIONS",
                    "--require \"" + guard() + "\"",
                    "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                    "1")),
        true);
  }

  /** Ends a driver and its browser at once, and waits until they are gone. */
  void stop(Running driver) {
    ProcessTree.end(driver.process());
    try {
      driver.playwright().close();
    } catch (PlaywrightException e) {
      // What it would say goodbye to is gone.
    }
    delete(driver.home());
  }

  /** Whether the guard ended the driver, since the page said too much. */
  boolean flooded(Running driver) {
    return Files.exists(driver.home().resolve("flooded-" + driver.process().pid()));
  }

  /** The drivers among the children of this process. */
  private static List<ProcessHandle> ours() {
    return ProcessHandle.current()
        .children()
        .filter(p -> p.info().arguments().map(a -> List.of(a).contains("run-driver")).orElse(false))
        .toList();
  }

  private static Set<Long> pids(List<ProcessHandle> processes) {
    return processes.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private static void delete(Path folder) {
    for (int tries = 0; Files.exists(folder) && tries < 5; tries++) {
      try {
        Folders.delete(folder);
      } catch (IOException | UncheckedIOException e) {
        // A dying process wrote something more; what is left after all tries goes at the next
        // start.
      }
    }
  }
}
