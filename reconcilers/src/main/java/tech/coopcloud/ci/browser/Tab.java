package tech.coopcloud.ci.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import com.microsoft.playwright.options.WaitUntilState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one tab of a visit's browser. To be used by the thread that opened it. */
final class Tab {
  /** What a page may still fetch after it has loaded before it is looked at. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  static final String NETWORK_CHANGED = "ERR_NETWORK_CHANGED";

  private static final int MOST_LOADS = 4;

  private static final Duration SCREENSHOT = Duration.ofSeconds(10);
  private static final double LAST_SCREENSHOT_MS = 3000;
  private static final String NO_PICTURE = "Unable to capture screenshot";
  private static final double NO_PICTURE_MS = 300;

  private final Page page;
  private final Watch watch;
  private final Wall wall;
  private final Duration timeout;
  private final long deadline;

  private Tab(Page page, Watch watch, Wall wall, Duration timeout) {
    this.page = page;
    this.watch = watch;
    this.wall = wall;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /**
   * @param timeout for everything that is done in it
   */
  static Tab open(com.microsoft.playwright.Browser browser, Wall wall, Duration timeout) {
    BrowserContext context =
        browser.newContext(
            new NewContextOptions()
                .setViewportSize(1280, 800)
                .setLocale("en-US")
                .setAcceptDownloads(false)
                .setServiceWorkers(ServiceWorkerPolicy.BLOCK));
    Page page = context.newPage();
    return new Tab(page, Watch.on(page, wall), wall, timeout);
  }

  Page page() {
    return page;
  }

  Watch watch() {
    return watch;
  }

  /** At most so long, and no longer than there is time left; in milliseconds, at least one. */
  double within(Duration most) {
    long left = Math.min(most.toMillis(), (deadline - System.nanoTime()) / 1_000_000);
    return Math.max(1, left);
  }

  /**
   * Goes to an address and waits until the page has loaded and come to rest; again, if a change of
   * the machine's network got in the way.
   *
   * @return the answer, of whatever status
   */
  Response load(String url) throws Trouble {
    for (int loads = 1; loads <= MOST_LOADS; loads++) {
      watch.forget();
      try {
        Response response = loadOnce(url);
        if (!watch.cutOff()) {
          return response;
        }
      } catch (Trouble e) {
        if (!watch.cutOff()) {
          throw e;
        }
      }
    }
    throw Trouble.ofTheBrowser(
        "The machine's network kept changing while " + Text.address(url) + " was opened.");
  }

  private Response loadOnce(String url) throws Trouble {
    String shown = Text.address(url);
    Response response;
    try {
      response =
          page.navigate(
              url,
              new Page.NavigateOptions()
                  .setWaitUntil(WaitUntilState.COMMIT)
                  .setTimeout(within(timeout)));
    } catch (TimeoutError e) {
      throw Trouble.ofThePage(shown + " did not answer within " + seconds() + ".");
    } catch (PlaywrightException e) {
      throw notReached(shown, e);
    }
    if (response == null) {
      throw Trouble.ofThePage(shown + " led to no document.");
    }
    awaitLoaded(shown, response.status());
    settle();
    checkAlive(shown);
    return response;
  }

  private void awaitLoaded(String shown, int status) throws Trouble {
    try {
      page.waitForLoadState(
          LoadState.LOAD, new Page.WaitForLoadStateOptions().setTimeout(within(timeout)));
    } catch (TimeoutError e) {
      String pending = watch.pending();
      throw Trouble.ofThePage(
          shown
              + " answered "
              + status
              + " but did not finish loading within "
              + seconds()
              + (pending == null ? "." : ": it still waits for " + pending + "."));
    }
  }

  /** Waits, but not long, until nothing is on its way to the page any more. */
  void settle() {
    try {
      page.waitForCondition(
          watch::quiet, new Page.WaitForConditionOptions().setTimeout(within(SETTLE)));
    } catch (TimeoutError e) {
      // A page may keep a connection for as long as it likes.
    }
  }

  /** Makes sure that the page is still there, and still one of its own domain. */
  void checkAlive(String shown) throws Trouble {
    if (watch.crashed()) {
      throw Trouble.ofThePage(shown + " crashed its browser tab.");
    }
    if (page.url().startsWith("chrome-error:")) {
      String elsewhere = watch.strayedTo();
      throw Trouble.ofThePage(
          elsewhere == null
              ? shown + " led to an address that does not answer: " + watch.lastNavigation() + "."
              : strayed(shown, elsewhere));
    }
  }

  private static String strayed(String shown, String elsewhere) {
    return shown + " leads to another host, " + elsewhere + ", which a page under test may not.";
  }

  private Trouble notReached(String shown, PlaywrightException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains(NETWORK_CHANGED)) {
      watch.cutOffNow();
    }
    String elsewhere = watch.strayedTo();
    if (elsewhere != null) {
      return Trouble.ofThePage(strayed(shown, elsewhere));
    }
    String complaint = wall.complaint(Text.host(watch.lastNavigation()));
    if (complaint != null) {
      return Trouble.ofThePage(complaint);
    }
    if (message.contains("ERR_CERT")) {
      return Trouble.ofThePage(
          "The certificate shown by " + shown + " is not valid: " + error(message) + ".");
    }
    if (message.contains("Download is starting")) {
      return Trouble.ofThePage(shown + " is a download, not a page.");
    }
    if (message.contains("net::")) {
      return Trouble.ofThePage(shown + " does not open: " + error(message) + ".");
    }
    throw e;
  }

  /** Chromium's name of the error in a message of Playwright. */
  private static String error(String message) {
    int start = Math.max(message.indexOf("net::"), 0);
    int end = start;
    while (end < message.length() && !Character.isWhitespace(message.charAt(end))) {
      end++;
    }
    return Text.clean(message.substring(start, end));
  }

  void screenshot(Path file) throws Trouble {
    for (int tries = 1; ; tries++) {
      try {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setTimeout(within(SCREENSHOT)));
        return;
      } catch (TimeoutError e) {
        throw Trouble.ofThePage(
            "No screenshot could be taken of the page within " + SCREENSHOT.toSeconds() + " s.");
      } catch (PlaywrightException e) {
        // A page that is just being replaced by another has no picture.
        if (tries == MOST_LOADS || !String.valueOf(e.getMessage()).contains(NO_PICTURE)) {
          throw e;
        }
        page.waitForTimeout(NO_PICTURE_MS);
      }
    }
  }

  /** Takes a screenshot of a page that went wrong, if that is still possible. */
  @Nullable Path lastScreenshot(Path file) {
    if (watch.crashed()) {
      return null;
    }
    try {
      page.screenshot(new Page.ScreenshotOptions().setPath(file).setTimeout(LAST_SCREENSHOT_MS));
      return file;
    } catch (PlaywrightException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw e;
      }
      return null;
    }
  }

  String title() {
    return Text.clean(page.title());
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%.0f s", timeout.toMillis() / 1000.0);
  }
}
