package tech.coopcloud.ci.browser;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts Playwright's driver, one for each visit, and ends it with all that it started. What the
 * drivers and their browsers write is below one folder, which is emptied whenever none of them
 * runs.
 */
final class Driver {
  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private int running;

  /** A driver that runs. */
  record Running(Playwright playwright, ProcessHandle process) {}

  Driver(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath();
    Files.createDirectories(this.folder);
    sweep();
    try (InputStream guard = Driver.class.getResourceAsStream("guard.cjs")) {
      if (guard == null) {
        throw new IOException("guard.cjs is not on the class path");
      }
      Files.copy(guard, guard(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** For the browsers' own files. */
  Path scratch() {
    return folder.resolve("tmp");
  }

  private Path guard() {
    return folder.resolve("guard.cjs");
  }

  Running start() throws InterruptedException {
    lock.lockInterruptibly();
    Set<Long> before = pids(ours());
    try {
      // Playwright keeps the environment of the first driver for all later ones.
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(
                      Map.of(
                          "TMPDIR",
                          scratch().toString(),
                          "NODE_OPTIONS",
                          "--require \"" + guard() + "\"",
                          "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                          "1")));
      ProcessHandle process =
          ours().stream()
              .filter(p -> !before.contains(p.pid()))
              .findFirst()
              .orElseThrow(() -> new PlaywrightException("the driver is gone already"));
      running++;
      return new Running(playwright, process);
    } catch (RuntimeException e) {
      ours().stream().filter(p -> !before.contains(p.pid())).forEach(Driver::end);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a driver and its browser at once, and waits until they are gone. */
  void stop(Running driver) {
    end(driver.process());
    try {
      driver.playwright().close();
    } catch (PlaywrightException e) {
      // What it would say goodbye to is gone.
    }
    lock.lock();
    try {
      running--;
      if (running == 0) {
        sweep();
      }
    } catch (IOException e) {
      // A file that a dying process wrote; the next sweep takes it.
    } finally {
      lock.unlock();
    }
  }

  /** Whether the guard ended the driver, since the page said too much. */
  boolean flooded(Running driver) {
    return Files.exists(scratch().resolve("flooded-" + driver.process().pid()));
  }

  private static void end(ProcessHandle driver) {
    List<ProcessHandle> all = Stream.concat(Stream.of(driver), driver.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(p -> p.onExit().join());
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

  private void sweep() throws IOException {
    if (Files.exists(scratch())) {
      try (Stream<Path> files = Files.walk(scratch())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.createDirectories(scratch());
  }
}
