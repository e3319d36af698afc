package tech.coopcloud.ci.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.BrowserStep;

@Timeout(600)
class WalkIT {
  private static final String HOST = "cust-abc123.ci.localhost";
  private static final String PASSWORD = "correct-horse-battery";
  private static final TestAuthority AUTHORITY = new TestAuthority();

  @TempDir static Path folder;
  @TempDir Path shots;

  private static TestSite site;
  private static PlaywrightBrowser browser;

  @BeforeAll
  static void start() throws Exception {
    site = TestSite.https(AUTHORITY.server(Duration.ofDays(1), "*.ci.localhost"));
    site.page(
        "/login",
        """
        <title>Log in</title><form method=post action=/session><h1>Log in</h1>
        <label>User <input name=user></label> <label>Password <input name=password type=password></label>
        <button>Log in</button><button type=reset>Forget</button></form>
        """);
    site.on(
        "/session",
        exchange -> {
          String form =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (form.equals("user=admin&password=" + PASSWORD)) {
            exchange.getResponseHeaders().add("Set-Cookie", "session=1; Secure; HttpOnly");
            TestSite.redirect(exchange, "/dashboard?welcome=1");
          } else {
            TestSite.respond(
                exchange, 403, "text/html", "<title>No</title><h1>Wrong password</h1>");
          }
        });
    site.on(
        "/dashboard",
        exchange -> {
          boolean known = "session=1".equals(exchange.getRequestHeaders().getFirst("Cookie"));
          TestSite.respond(
              exchange,
              200,
              "text/html",
              known
                  ? "<title>Dashboard</title><h1>Hello, admin</h1><p hidden>secret plans</p>"
                  : "?");
        });
    browser =
        PlaywrightBrowser.of(
            folder.resolve("browser"),
            PlaywrightBrowser.findChromium(),
            site.address(),
            AUTHORITY.trust());
  }

  @AfterAll
  static void stop() {
    browser.close();
    site.close();
  }

  private Walk walk(BrowserStep... steps) throws InterruptedException {
    return browser.walk(site.uri(HOST, "/"), List.of(steps), shots, Duration.ofMinutes(3));
  }

  @Test
  void logsIn() throws Exception {
    Walk walk =
        walk(
            go("/login"),
            fill("input[name=user]", "admin"),
            fill("input[name=password]", PASSWORD),
            press("Enter"),
            url("/dashboard"),
            text("Hello, admin"),
            visible("h1"),
            shoot("logged-in"));

    assertThat(walk).isEqualTo(new Walk.Done(List.of(shots.resolve("logged-in.png"))));
    assertThat(shots.resolve("logged-in.png")).isNotEmptyFile();
    assertThat(
            browser.walk(
                site.uri(HOST, "/"),
                List.of(go("/dashboard"), text("Hello")),
                shots,
                Duration.ofSeconds(30)))
        .as("nothing is remembered from one walk to the next")
        .isInstanceOf(Walk.Failed.class);
  }

  @Test
  void saysWhichStepFailedAndWhatWasSeenButNotWhatWasTyped() throws Exception {
    Walk.Failed failed =
        failed(
            walk(
                go("/login"),
                fill("input[name=user]", "admin"),
                fill("input[name=password]", PASSWORD + "-wrong"),
                click("button >> nth=0"),
                text("Hello, admin")));

    assertThat(failed.step()).isEqualTo(5);
    assertThat(failed.infrastructure()).isFalse();
    assertThat(failed.sentence())
        .startsWith("Step 5 of 5 (expect text \"Hello, admin\"): not within 15 s.")
        .contains("/session, titled \"No\"")
        .doesNotContain(PASSWORD);
    assertThat(failed.screenshot()).isNotEmptyFile();
  }

  @Test
  void aStepThatCannotBeDoneSaysWhy() throws Exception {
    assertThat(failed(walk(go("/login"), click("button"))).sentence())
        .contains("more than one element matches");
    assertThat(failed(walk(go("/login"), fill("h1", PASSWORD))).sentence())
        .contains("nothing that can be filled")
        .doesNotContain(PASSWORD);
    assertThat(failed(walk(go("/login"), click("[[["))).sentence())
        .contains("not a valid selector");
    assertThat(failed(walk(go("/login"), press("Any"))).sentence()).contains("no such key");
    assertThat(failed(walk(go("//elsewhere.test/"))).sentence()).contains("leads away");
    assertThat(failed(walk(go("/nowhere"))).sentence()).contains("answered 404");
    assertThat(failed(walk(go("/login"), shoot("../x"))).sentence()).contains("name");
  }

  private static Walk.Failed failed(Walk walk) {
    assertThat(walk).isInstanceOf(Walk.Failed.class);
    return (Walk.Failed) walk;
  }

  private static BrowserStep go(String path) {
    return new BrowserStep(path, null, null, null, null, null, null, null, null);
  }

  private static BrowserStep fill(String selector, String value) {
    return new BrowserStep(null, selector, null, null, value, null, null, null, null);
  }

  private static BrowserStep click(String selector) {
    return new BrowserStep(null, null, selector, null, null, null, null, null, null);
  }

  private static BrowserStep press(String key) {
    return new BrowserStep(null, null, null, key, null, null, null, null, null);
  }

  private static BrowserStep visible(String selector) {
    return new BrowserStep(null, null, null, null, null, selector, null, null, null);
  }

  private static BrowserStep text(String text) {
    return new BrowserStep(null, null, null, null, null, null, text, null, null);
  }

  private static BrowserStep url(String pattern) {
    return new BrowserStep(null, null, null, null, null, null, null, pattern, null);
  }

  private static BrowserStep shoot(String name) {
    return new BrowserStep(null, null, null, null, null, null, null, null, name);
  }
}
