package tech.coopcloud.ci.browser;

import com.microsoft.playwright.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Opens one page and looks at it. */
final class Opening {
  private static final double LOOK_AGAIN_MS = 500;

  /** How long a page that has loaded may go on showing nothing. */
  private static final Duration BLANK = Duration.ofSeconds(5);

  private final Tab tab;
  private final Path screenshot;

  Opening(Tab tab, Path screenshot) {
    this.tab = tab;
    this.screenshot = screenshot;
  }

  Visit.Opened open(String url) throws Trouble {
    try {
      Response response = tab.load(url);
      int status = response.status();
      if (status >= 400) {
        throw Trouble.ofThePage(
            Text.address(url) + " answered " + status + ", an error page" + titled() + ".");
      }
      look(url, response.headers().getOrDefault("content-type", "").startsWith("text/html"));
      return new Visit.Opened(
          status, tab.title(), tab.watch().errors(), tab.watch().failedAssets());
    } catch (Trouble e) {
      tab.lastScreenshot(screenshot);
      throw e;
    }
  }

  private String titled() {
    String title = tab.title();
    return title.isEmpty() ? "" : " titled \"" + title + "\"";
  }

  /** Takes the screenshot; again for a while, if it shows nothing where something should be. */
  private void look(String url, boolean mustShow) throws Trouble {
    long patience = System.nanoTime() + BLANK.toNanos();
    try {
      tab.screenshot(screenshot);
      while (mustShow && Png.blank(screenshot)) {
        if (System.nanoTime() > patience) {
          throw Trouble.ofThePage(Text.address(url) + " opened but shows nothing." + complaints());
        }
        tab.page().waitForTimeout(LOOK_AGAIN_MS);
        tab.checkAlive(Text.address(url));
        tab.screenshot(screenshot);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String complaints() {
    return tab.watch().failedAssets().stream()
        .map(FailedAsset::sentence)
        .findFirst()
        .or(() -> tab.watch().errors().stream().findFirst())
        .map(" "::concat)
        .orElse("");
  }
}
