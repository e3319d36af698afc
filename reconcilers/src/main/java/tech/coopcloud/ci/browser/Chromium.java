package tech.coopcloud.ci.browser;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.options.Proxy;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where Chromium is, and what it is told when it starts. */
final class Chromium {
  static final String MISSING =
      "There is no Chromium to open the page with: install the package chromium, or set"
          + " CC_CI_CHROMIUM to the program of a Chromium or Chrome, and start cc-ci again.";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final double START_MS = 30_000;

  /** Playwright's defaults that suit tests of one's own pages, but not of hostile ones. */
  private static final List<String> UNWANTED =
      List.of("--disable-popup-blocking", "--disable-ipc-flooding-protection");

  private static final List<String> ALWAYS =
      List.of(
          "--disable-gpu",
          "--disable-quic",
          // Whatever does not ask the proxy reaches nothing.
          "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
          "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
          "--webrtc-ip-handling-policy=disable_non_proxied_udp",
          "--js-flags=--max-old-space-size=512",
          "--renderer-process-limit=4");

  private Chromium() {}

  /**
   * Looks for a browser.
   *
   * @param environment of the process: CC_CI_CHROMIUM (a path, or a name on the path), then the
   *     usual names on PATH
   */
  static @Nullable Path find(Map<String, String> environment) {
    List<String> names = new ArrayList<>();
    names.add(environment.getOrDefault("CC_CI_CHROMIUM", ""));
    names.addAll(NAMES);
    for (String name : names) {
      for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
        // An absolute name resolves to itself.
        Path candidate = Path.of(folder).resolve(name);
        if (!name.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return candidate.toAbsolutePath();
        }
      }
    }
    return null;
  }

  /**
   * @param home folder for whatever it writes
   * @param key SHA-256 in Base64 of the public key that the ingress has for the page
   */
  static LaunchOptions options(Path program, Path home, String proxy, String key) {
    List<String> arguments = new ArrayList<>(ALWAYS);
    arguments.add("--ignore-certificate-errors-spki-list=" + key);
    return new LaunchOptions()
        .setExecutablePath(program)
        .setArgs(arguments)
        .setIgnoreDefaultArgs(UNWANTED)
        // Chromium's sandbox refuses to work for root.
        .setChromiumSandbox(!"root".equals(System.getProperty("user.name")))
        .setProxy(new Proxy(proxy))
        .setEnv(
            Map.of(
                "PATH", String.valueOf(System.getenv("PATH")),
                "HOME", home.toString(),
                "TMPDIR", home.toString(),
                "LANG", "C.UTF-8"))
        .setTimeout(START_MS);
  }
}
