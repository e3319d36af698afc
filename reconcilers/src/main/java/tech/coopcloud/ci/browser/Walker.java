package tech.coopcloud.ci.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.TimeoutError;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tech.coopcloud.ci.model.BrowserStep;

/** Does the steps of a check, one after the other, until one fails. */
final class Walker {
  /** What a person would wait for a page to do something. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,60}");

  private final Tab tab;
  private final URI base;
  private final Path folder;
  private final List<Path> screenshots = new ArrayList<>();
  private int current;

  Walker(Tab tab, URI base, Path folder) {
    this.tab = tab;
    this.base = base;
    this.folder = folder;
  }

  /** The step in hand, counted from 1. */
  int current() {
    return current;
  }

  Walk walk(List<BrowserStep> steps) {
    for (BrowserStep step : steps) {
      current++;
      String name = "Step " + current + " of " + steps.size() + " (" + described(step) + "): ";
      try {
        act(step);
      } catch (Trouble e) {
        return failed(e.infrastructure(), name + e.sentence());
      } catch (TimeoutError e) {
        return failed(false, name + "not within " + patience() + "." + seen());
      } catch (PlaywrightException e) {
        String why = selectorError(String.valueOf(e.getMessage()));
        if (why.isEmpty()) {
          throw e;
        }
        return failed(false, name + why);
      }
    }
    return new Walk.Done(screenshots);
  }

  private Walk.Failed failed(boolean infrastructure, String sentence) {
    boolean cutOff = tab.watch().cutOff();
    return new Walk.Failed(
        infrastructure || cutOff,
        current,
        sentence + (cutOff ? " The machine's network changed meanwhile." : ""),
        tab.lastScreenshot(folder.resolve("failure.png")));
  }

  private void act(BrowserStep step) throws Trouble {
    Page page = tab.page();
    double timeout = tab.within(PATIENCE);
    if (step.goTo() != null) {
      go(step.goTo());
    } else if (step.fill() != null) {
      page.locator(step.fill())
          .fill(
              step.value() == null ? "" : step.value(),
              new Locator.FillOptions().setTimeout(timeout));
    } else if (step.click() != null) {
      page.locator(step.click()).click(new Locator.ClickOptions().setTimeout(timeout));
    } else if (step.press() != null) {
      page.keyboard().press(step.press());
    } else if (step.expectVisible() != null) {
      seeOne(page.locator(step.expectVisible()), timeout);
    } else if (step.expectText() != null) {
      seeOne(page.getByText(step.expectText()), timeout);
    } else if (step.expectUrl() != null) {
      Pattern wanted = AddressPattern.of(step.expectUrl());
      page.waitForURL(
          url -> AddressPattern.matches(wanted, url),
          new Page.WaitForURLOptions().setTimeout(timeout));
    } else if (step.screenshot() != null) {
      shoot(step.screenshot());
    } else {
      throw Trouble.ofThePage("the step says nothing to do.");
    }
    tab.checkAlive("the page");
  }

  private void go(String path) throws Trouble {
    URI address;
    try {
      address = base.resolve(path);
    } catch (IllegalArgumentException e) {
      throw Trouble.ofThePage("that is not a path.");
    }
    if (!String.valueOf(base.getAuthority()).equals(address.getAuthority())) {
      throw Trouble.ofThePage(
          "that leads away from the deployment; give a path that begins with /.");
    }
    Response response = tab.load(address.toString());
    if (response.status() >= 400) {
      throw Trouble.ofThePage("it answered " + response.status() + "." + seen());
    }
  }

  /** Waits until at least one of the elements is visible. */
  private static void seeOne(Locator elements, double timeout) {
    elements
        .filter(new Locator.FilterOptions().setVisible(true))
        .first()
        .waitFor(new Locator.WaitForOptions().setTimeout(timeout));
  }

  private void shoot(String name) throws Trouble {
    if (!NAME.matcher(name).matches()) {
      throw Trouble.ofThePage("a screenshot's name is letters, digits, - and _.");
    }
    tab.settle();
    Path file = folder.resolve(name + ".png");
    tab.screenshot(file);
    screenshots.add(file);
  }

  /** What the step is about; never its value, which may be a secret. */
  static String described(BrowserStep step) {
    String said =
        step.goTo() != null
            ? "goto " + Text.address(step.goTo())
            : step.fill() != null
                ? "fill " + step.fill()
                : step.click() != null
                    ? "click " + step.click()
                    : step.press() != null
                        ? "press " + step.press()
                        : step.expectVisible() != null
                            ? "expect visible " + step.expectVisible()
                            : step.expectText() != null
                                ? "expect text \"" + step.expectText() + "\""
                                : step.expectUrl() != null
                                    ? "expect url " + step.expectUrl()
                                    : "screenshot " + step.screenshot();
    return Text.clean(said);
  }

  private String seen() {
    return " The page was then "
        + Text.address(tab.page().url())
        + ", titled \""
        + tab.title()
        + "\".";
  }

  private String patience() {
    return String.format(Locale.ROOT, "%d s", PATIENCE.toSeconds());
  }

  /** What is wrong with a step's selector or key; nothing if that is not what went wrong. */
  private static String selectorError(String message) {
    if (message.contains("strict mode violation")) {
      return "more than one element matches; say which, e.g. by adding >> nth=0.";
    }
    if (message.contains("Unknown key")) {
      return "there is no such key; names are those of the web, e.g. Enter, Tab, Escape.";
    }
    if (message.contains("Element is not an <input>")) {
      return "the element is nothing that can be filled.";
    }
    if (message.contains("while parsing") || message.contains("not a valid selector")) {
      return "that is not a valid selector.";
    }
    return "";
  }
}
