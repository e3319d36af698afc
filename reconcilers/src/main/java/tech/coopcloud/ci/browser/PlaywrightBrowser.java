package tech.coopcloud.ci.browser;

import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.BrowserStep;

/**
 * Chromium, driven by Playwright. Every visit has a browser of its own, behind a {@link Wall} of
 * its own, which ends with the visit: nothing of one run is there for the next, and between runs
 * nothing runs at all.
 */
public final class PlaywrightBrowser implements Browser {
  /** Visits at once; a browser takes some 400 MB and two cores. */
  private static final int AT_ONCE = 2;

  private static final Duration START = Duration.ofSeconds(45);

  /** What a visit may take beyond its timeout, for what has no timeout of its own. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration FAREWELL = Duration.ofSeconds(15);

  private final Driver driver;
  private final @Nullable Path chromium;
  private final Trust trust;
  private final Semaphore seats = new Semaphore(AT_ONCE, true);
  private final Set<Thread> visitors = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private PlaywrightBrowser(Driver driver, @Nullable Path chromium, Trust trust) {
    this.driver = driver;
    this.chromium = chromium;
    this.trust = trust;
  }

  /**
   * @param folder for what browsers write; what an earlier process left in it is removed
   * @param chromium the program; if null, every visit fails with a sentence that says what to
   *     install
   * @param ingress where all deployments answer, whatever DNS says
   * @param trust trusts the authority of the ingress's certificates and no other
   */
  public static PlaywrightBrowser of(
      Path folder, @Nullable Path chromium, InetSocketAddress ingress, SSLContext trust)
      throws IOException {
    return new PlaywrightBrowser(new Driver(folder), chromium, new Trust(ingress, trust));
  }

  /** The machine's Chromium or Chrome, or null: CC_CI_CHROMIUM, then the usual names on PATH. */
  public static @Nullable Path findChromium() {
    return Chromium.find(System.getenv());
  }

  @Override
  public Visit visit(URI page, Set<String> others, Path screenshot, Duration timeout)
      throws InterruptedException {
    try {
      return inTab(
          page, others, timeout, tab -> new Opening(tab, screenshot).open(page.toString()));
    } catch (Trouble e) {
      return new Visit.Failed(e.infrastructure(), e.sentence());
    }
  }

  @Override
  public Walk walk(
      URI base, Set<String> others, List<BrowserStep> steps, Path screenshots, Duration timeout)
      throws InterruptedException {
    try {
      return inTab(
          base,
          others,
          timeout,
          tab -> {
            Files.createDirectories(screenshots);
            return new Walker(tab, base, screenshots).walk(steps);
          });
    } catch (Trouble e) {
      return new Walk.Failed(e.infrastructure(), 0, e.sentence(), null);
    }
  }

  private interface Deed<T> {
    T in(Tab tab) throws Trouble, IOException;
  }

  private <T> T inTab(URI page, Set<String> others, Duration timeout, Deed<T> deed)
      throws Trouble, InterruptedException {
    if (chromium == null) {
      throw Trouble.ofTheBrowser(Chromium.MISSING);
    }
    seats.acquire();
    visitors.add(Thread.currentThread());
    try {
      if (closed) {
        throw Trouble.ofTheBrowser("cc-ci is stopping, and opens no more pages.");
      }
      return behindWall(page, others, chromium, timeout, deed);
    } finally {
      visitors.remove(Thread.currentThread());
      seats.release();
    }
  }

  private <T> T behindWall(
      URI page, Set<String> others, Path program, Duration timeout, Deed<T> deed)
      throws Trouble, InterruptedException {
    String key = trust.keyOf(page.getHost());
    try (Wall wall = Wall.around(page, others, trust)) {
      Driver.Running running = start();
      try {
        com.microsoft.playwright.Browser browser = launch(running, program, wall, key);
        return act(running, browser, wall, timeout, deed);
      } finally {
        driver.stop(running);
      }
    }
  }

  private Driver.Running start() throws Trouble, InterruptedException {
    try (Alarm alarm = Alarm.after(START)) {
      try {
        return driver.start();
      } catch (InterruptedException e) {
        if (alarm.rung()) {
          throw slow();
        }
        throw e;
      } catch (IOException | RuntimeException e) {
        throw notStarted(alarm, e);
      }
    }
  }

  private com.microsoft.playwright.Browser launch(
      Driver.Running running, Path program, Wall wall, String key)
      throws Trouble, InterruptedException {
    try (Alarm alarm = Alarm.after(START)) {
      try {
        return running
            .playwright()
            .chromium()
            .launch(Chromium.options(program, running.home(), wall.address(), key));
      } catch (PlaywrightException e) {
        throw notStarted(alarm, e);
      }
    }
  }

  private static Trouble notStarted(Alarm alarm, Exception e) throws InterruptedException {
    if (alarm.rung()) {
      return slow();
    }
    rethrowInterruption(e);
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return Trouble.ofTheBrowser(
        "The browser did not start: " + Text.clean(String.valueOf(cause.getMessage())));
  }

  private static Trouble slow() {
    return Trouble.ofTheBrowser("The browser did not start within " + START.toSeconds() + " s.");
  }

  private <T> T act(
      Driver.Running running,
      com.microsoft.playwright.Browser browser,
      Wall wall,
      Duration timeout,
      Deed<T> deed)
      throws Trouble, InterruptedException {
    try (Alarm alarm = Alarm.after(timeout.plus(GRACE))) {
      try {
        return deed.in(Tab.open(browser, wall, timeout));
      } catch (IOException e) {
        throw Trouble.ofTheBrowser("A screenshot could not be kept: " + e + ".");
      } catch (PlaywrightException e) {
        if (alarm.rung()) {
          throw Trouble.ofThePage(
              "The page kept its browser busy and could not be looked at within "
                  + timeout.plus(GRACE).toSeconds()
                  + " s.");
        }
        rethrowInterruption(e);
        throw ended(running, e);
      }
    }
  }

  private Trouble ended(Driver.Running running, PlaywrightException e) {
    String message = String.valueOf(e.getMessage());
    if (driver.flooded(running)) {
      return Trouble.ofThePage(
          "The page said more (console, title, addresses) than a page may, and was ended.");
    }
    if (message.contains("crashed")) {
      return Trouble.ofThePage("The page crashed its browser tab.");
    }
    return Trouble.ofTheBrowser("The browser failed: " + Text.clean(message));
  }

  private static void rethrowInterruption(Throwable e) throws InterruptedException {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof InterruptedException) {
        throw new InterruptedException();
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() {
    closed = true;
    visitors.forEach(Thread::interrupt);
    try {
      if (seats.tryAcquire(AT_ONCE, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        seats.release(AT_ONCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
