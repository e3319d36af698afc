package tech.coopcloud.ci.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches what a page asks for and complains of, up to a limit. */
final class Watch {
  private static final int MOST = 20;

  private final Wall wall;
  private final Set<String> errors = new LinkedHashSet<>();
  private final Set<FailedAsset> failedAssets = new LinkedHashSet<>();
  private final Set<Request> pending = new LinkedHashSet<>();
  private boolean crashed;
  private boolean cutOff;
  private String navigation = "";

  private Watch(Wall wall) {
    this.wall = wall;
  }

  static Watch on(Page page, Wall wall) {
    Watch watch = new Watch(wall);
    page.onCrash(p -> watch.crashed = true);
    page.onRequest(watch::began);
    page.onRequestFinished(watch::ended);
    page.onRequestFailed(watch::failed);
    page.onResponse(watch::answered);
    page.onPageError(error -> watch.note("The page's script failed: " + Text.clean(error)));
    page.onConsoleMessage(
        message -> {
          // Requests that failed are noted where they fail.
          if (message.type().equals("error")
              && !message.text().startsWith("Failed to load resource")) {
            watch.note("The page's console: " + Text.clean(message.text()));
          }
        });
    return watch;
  }

  boolean crashed() {
    return crashed;
  }

  /**
   * Whether Chromium gave up connections because an address of the machine came or went, as happens
   * whenever a container starts anywhere on it. Nothing that failed then says anything of the page.
   */
  boolean cutOff() {
    return cutOff;
  }

  /** The same happened to the document. */
  void cutOffNow() {
    cutOff = true;
  }

  /** Forgets what was seen, before the page is loaded again. */
  void forget() {
    errors.clear();
    failedAssets.clear();
    pending.clear();
    cutOff = false;
  }

  /** Whether nothing is on its way to the page. */
  boolean quiet() {
    return pending.isEmpty();
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  List<FailedAsset> failedAssets() {
    return List.copyOf(failedAssets);
  }

  /** The address of something that the page still waits for. */
  @Nullable String pending() {
    return pending.stream().findFirst().map(r -> Text.address(r.url())).orElse(null);
  }

  /** Where the tab was last told to go, without the query. */
  String lastNavigation() {
    return Text.address(navigation);
  }

  /** The same, if that is not within the page's domain; else null. */
  @Nullable String strayedTo() {
    String host = Text.host(navigation);
    return host.isEmpty() || wall.within(host) ? null : host;
  }

  private void began(Request request) {
    if (request.isNavigationRequest() && request.frame().parentFrame() == null) {
      navigation = request.url();
    }
    if (pending.size() < 1000) {
      pending.add(request);
    }
  }

  private void ended(Request request) {
    pending.remove(request);
  }

  private void failed(Request request) {
    pending.remove(request);
    String address = Text.address(request.url());
    String host = Text.host(request.url());
    String why = Text.clean(String.valueOf(request.failure()));
    if (!wall.within(host)) {
      if (!host.isEmpty()) {
        note(address + " was not loaded: a page under test reaches no host but its own.");
      }
      return;
    }
    if (why.contains(Tab.NETWORK_CHANGED)) {
      cutOff = true;
      return;
    }
    // The page itself left this one, by going elsewhere or by changing its mind.
    if (why.contains("ERR_ABORTED")) {
      return;
    }
    String complaint = wall.complaint(host);
    missed(request, complaint == null ? "failed (" + why + ")" : "has a wrong certificate");
  }

  private void answered(Response response) {
    Request request = response.request();
    String type =
        response.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT).strip();
    if (response.status() >= 400 && !request.isNavigationRequest()) {
      missed(request, "answered " + response.status());
    } else if (response.status() == 200 && asset(request) != null && type.startsWith("text/html")) {
      missed(request, "answered with a page instead");
    }
  }

  private void missed(Request request, String why) {
    String address = Text.address(request.url());
    if (!wall.within(Text.host(request.url()))) {
      return;
    }
    FailedAsset.Kind kind = asset(request);
    if (kind != null && failedAssets.size() < MOST) {
      failedAssets.add(new FailedAsset(kind, address, why));
    } else if (kind == null) {
      note(address + " " + why + ".");
    }
  }

  private static FailedAsset.@Nullable Kind asset(Request request) {
    return switch (request.resourceType()) {
      case "stylesheet" -> FailedAsset.Kind.STYLESHEET;
      case "script" -> FailedAsset.Kind.SCRIPT;
      default -> null;
    };
  }

  private void note(String error) {
    if (errors.size() < MOST) {
      errors.add(error);
    }
  }
}
