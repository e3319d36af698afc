package tech.coopcloud.ci.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class PlaywrightBrowserIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String HOST = "cust-abc123.ci.localhost";
  private static final String OTHER = "othe-def456.ci.localhost";

  @TempDir static Path folder;
  @TempDir Path shots;

  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static TestSite site;
  private static PlaywrightBrowser browser;

  @BeforeAll
  static void start() throws Exception {
    site = TestSite.https(AUTHORITY.server(Duration.ofDays(1), "*.ci.localhost", "www." + HOST));
    browser = browserTo(site, folder.resolve("browser"));
  }

  @AfterAll
  static void stop() {
    browser.close();
    site.close();
  }

  private static PlaywrightBrowser browserTo(TestSite site, Path folder) throws Exception {
    return PlaywrightBrowser.of(
        folder, PlaywrightBrowser.findChromium(), site.address(), AUTHORITY.trust());
  }

  private Visit visit(String path) throws InterruptedException {
    return visit(path, LONG);
  }

  private Visit visit(String path, Duration timeout) throws InterruptedException {
    return browser.visit(site.uri(HOST, path), shots.resolve("shot.png"), timeout);
  }

  private static Visit.Opened opened(Visit visit) {
    assertThat(visit).isInstanceOf(Visit.Opened.class);
    return (Visit.Opened) visit;
  }

  private static String blamed(Visit visit) {
    assertThat(visit).isInstanceOf(Visit.Failed.class);
    Visit.Failed failed = (Visit.Failed) visit;
    assertThat(failed.infrastructure()).as(failed.sentence()).isFalse();
    return failed.sentence();
  }

  @Test
  void opensAPageAndTakesAScreenshotOfAllThatIsSeen() throws Exception {
    site.page(
        "/sound",
        """
        <!doctype html><title>A \u202esound\u0007 page</title>
        <link rel=stylesheet href=/sound.css><h1>It works</h1><p id=p></p><script src=/sound.js></script>
        """);
    site.page("/sound.css", 200, "text/css", "h1 { color: white; background: rebeccapurple }");
    site.page("/sound.js", 200, "text/javascript", "document.all.p.textContent = 'Scripts run.'");

    Visit.Opened visit = opened(visit("/sound"));

    assertThat(visit.status()).isEqualTo(200);
    assertThat(visit.title()).isEqualTo("A sound page");
    assertThat(visit.errors()).isEmpty();
    assertThat(visit.failedAssets()).isEmpty();
    try (var png = new DataInputStream(Files.newInputStream(shots.resolve("shot.png")))) {
      assertThat(png.readLong()).isEqualTo(0x89504e470d0a1a0aL);
      png.readLong();
      assertThat(png.readInt()).isEqualTo(1280);
      assertThat(png.readInt()).isEqualTo(800);
    }
    assertThat(Png.blank(shots.resolve("shot.png"))).isFalse();
  }

  @Test
  void anErrorPageIsAFailureAndIsShown() throws Exception {
    site.page("/500", 500, "text/html", "<title>Oh no</title><h1>Database error</h1>");

    assertThat(blamed(visit("/500")))
        .contains("answered 500, an error page titled \"Oh no\"")
        .contains(HOST + ":" + site.address().getPort() + "/500");
    assertThat(shots.resolve("shot.png")).isNotEmptyFile();
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
    try (TestSite wrong =
            TestSite.https(new TestAuthority().server(Duration.ofDays(1), "*.ci.localhost"));
        PlaywrightBrowser own = browserTo(wrong, folder.resolve("wrong-authority"))) {
      wrong.page("/", "hello");
      assertThat(blamed(own.visit(wrong.uri(HOST, "/"), shots.resolve("s.png"), LONG)))
          .startsWith("The certificate shown for " + HOST + " is not valid");
      assertThat(wrong.asked).isEmpty();
    }
  }

  @Test
  void aCertificateForAnotherNameOrOutOfDateIsRefused() throws Exception {
    try (TestSite wrong = TestSite.https(AUTHORITY.server(Duration.ofDays(1), "elsewhere.test"));
        TestSite old = TestSite.https(AUTHORITY.server(Duration.ofDays(-1), "*.ci.localhost"));
        PlaywrightBrowser toWrong = browserTo(wrong, folder.resolve("wrong-name"));
        PlaywrightBrowser toOld = browserTo(old, folder.resolve("out-of-date"))) {
      assertThat(blamed(toWrong.visit(wrong.uri(HOST, "/"), shots.resolve("s.png"), LONG)))
          .contains("certificate")
          .contains("No subject alternative DNS name matching " + HOST);
      assertThat(blamed(toOld.visit(old.uri(HOST, "/"), shots.resolve("s.png"), LONG)))
          .contains("certificate")
          .contains("NotAfter");
    }
  }

  @Test
  void aPageThatNeverFinishesLoadingIsNotWaitedForLongerThanAsked() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    site.page("/slow", "<h1>Almost</h1><img src=/never.png>");
    site.on("/never.png", exchange -> await(end));
    try {
      assertThat(blamed(visit("/slow", Duration.ofSeconds(15))))
          .contains("did not finish loading within 15 s")
          .contains("still waits for")
          .contains("/never.png");
    } finally {
      end.countDown();
    }
  }

  @Test
  void aPageThatKeepsTheProcessorBusyIsGivenUp() throws Exception {
    site.page("/busy", "<h1>Busy</h1><script>while (true) {}</script>");
    site.page("/busy-later", "<h1>Busy</h1><script>onload = () => { while (true) {} }</script>");

    assertThat(blamed(visit("/busy", Duration.ofSeconds(3)))).contains("within 3 s");
    assertThat(blamed(visit("/busy-later", Duration.ofSeconds(3)))).contains("within");
  }

  @Test
  void dialogsAreDismissedAndAPageThatGoesOnAskingIsGivenUp() throws Exception {
    site.page("/ask", "<h1>Hi</h1><script>alert('a'); prompt('b'); confirm('c')</script>");
    site.page("/nag", "<script>while (true) { alert('x'); open('/nag'); }</script>");

    opened(visit("/ask"));
    assertThat(blamed(visit("/nag", Duration.ofSeconds(3)))).contains("within 3 s");
  }

  @Test
  void noOtherHostIsReached() throws Exception {
    try (TestSite foreign = TestSite.http();
        DatagramSocket stun = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String plain = "127.0.0.1:" + foreign.address().getPort();
      foreign.page("/x.js", 200, "text/javascript", "1");
      site.page("/x.js", 200, "text/javascript", "1");
      site.page(
          "/curious",
          """
          <!doctype html><title>Curious</title><h1>Curious</h1>
          <link rel=dns-prefetch href=//FOREIGN><link rel=preconnect href=http://FOREIGN>
          <link rel=stylesheet href=http://FOREIGN/x.css>
          <script src=http://FOREIGN/x.js></script><script src=https://FOREIGN/x.js></script>
          <script src=http://localhost:PORT/x.js></script><script src=http://[::1]:PORT/x.js></script>
          <script src=https://OTHER/x.js></script><script src=https://elsewhere.test/x.js></script>
          <script src=https://HOST:PORT/x.js></script>
          <img src=http://FOREIGN/x.png><iframe src=http://FOREIGN/frame></iframe>
          <img src=data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=>
          <script>
            fetch('http://FOREIGN/fetch', { mode: 'no-cors' }).catch(() => 0);
            navigator.sendBeacon('http://FOREIGN/beacon', 'x');
            for (const url of ['ws://FOREIGN/ws', 'wss://FOREIGN/ws', 'wss://OTHER/ws']) new WebSocket(url);
            const peer = new RTCPeerConnection({ iceServers: [
              { urls: 'stun:127.0.0.1:STUN' },
              { urls: 'turn:127.0.0.1:PORT?transport=tcp', username: 'u', credential: 'c' },
              { urls: 'turn:127.0.0.1:STUN?transport=udp', username: 'u', credential: 'c' }]});
            peer.createDataChannel('x');
            peer.createOffer().then(o => peer.setLocalDescription(o));
            const end = Date.now() + 1500;
            addEventListener('load', () => { while (Date.now() < end) {} });
          </script>
          """
              .replace("FOREIGN", plain)
              .replace("PORT", String.valueOf(foreign.address().getPort()))
              .replace("OTHER", OTHER + ":" + site.address().getPort())
              .replace("HOST", HOST)
              .replace("STUN", String.valueOf(stun.getLocalPort())));

      Visit.Opened visit = opened(visit("/curious"));

      assertThat(foreign.asked).isEmpty();
      assertThat(site.asked).noneMatch(a -> a.startsWith(OTHER));
      assertThat(visit.errors())
          .anySatisfy(e -> assertThat(e).contains("https://elsewhere.test/x.js was not loaded"));
      stun.setSoTimeout(500);
      assertThatThrownBy(() -> stun.receive(new DatagramPacket(new byte[1500], 1500)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aPageMayUseItsOwnSubdomainsAndKnowNothingOfThePort() throws Exception {
    site.page(
        "/own",
        """
        <title>Own</title><h1>Own</h1><script src=https://www.%1$s/own.js></script>
        <script src=https://%1$s/own.js></script>
        """
            .formatted(HOST));
    site.page("/own.js", 200, "text/javascript", "1");

    Visit.Opened visit = opened(visit("/own"));

    assertThat(visit.failedAssets()).isEmpty();
    assertThat(site.asked).contains("www." + HOST + "/own.js", HOST + "/own.js");
  }

  @Test
  void aRedirectToAnotherHostIsNotFollowed() throws Exception {
    site.on("/away", exchange -> TestSite.redirect(exchange, "https://elsewhere.test/?secret=1"));
    site.page("/script-away", "<h1>x</h1><script>location = 'https://elsewhere.test/'</script>");
    site.on("/in-circles", exchange -> TestSite.redirect(exchange, "/in-circles"));
    site.on("/on", exchange -> TestSite.redirect(exchange, "http://" + HOST + "/ask"));
    site.page("/ask", "<h1>Hi</h1>");

    assertThat(blamed(visit("/away")))
        .contains("leads to another host, elsewhere.test")
        .doesNotContain("secret");
    assertThat(blamed(visit("/script-away"))).contains("another host, elsewhere.test");
    assertThat(blamed(visit("/in-circles"))).contains("ERR_TOO_MANY_REDIRECTS");
    opened(visit("/on"));
  }

  @Test
  void aScriptOrStylesheetThatIsMissingIsFoundThoughThePageIsThere() throws Exception {
    site.page(
        "/broken",
        """
        <title>Broken</title><link rel=stylesheet href=/gone.css?v=1><h1>Fine</h1>
        <script src=/gone.js></script><script src=/fallback.js></script><img src=/gone.png>
        """);
    site.page("/fallback.js", "<!doctype html><title>Not found</title>");

    Visit.Opened visit = opened(visit("/broken"));

    assertThat(visit.failedAssets())
        .extracting(FailedAsset::sentence)
        .containsExactlyInAnyOrder(
            "The page's stylesheet "
                + site.uri(HOST, "/gone.css")
                + " did not load: it answered 404.",
            "The page's script " + site.uri(HOST, "/gone.js") + " did not load: it answered 404.",
            "The page's script "
                + site.uri(HOST, "/fallback.js")
                + " did not load: it answered with a page instead.");
    assertThat(visit.errors()).contains(site.uri(HOST, "/gone.png") + " answered 404.");
  }

  @Test
  void aPageThatShowsNothingIsAFailureUnlessItComesLate() throws Exception {
    site.page(
        "/blank", "<title>Blank</title><div id=app></div><script>throw Error('boo')</script>");
    site.page("/late", "<body><script>setTimeout(() => document.body.append('Hi'), 1200)</script>");
    site.page("/empty.txt", 200, "text/plain", "");

    assertThat(blamed(visit("/blank"))).contains("shows nothing").contains("boo");
    opened(visit("/late"));
    opened(visit("/empty.txt"));
  }

  @Test
  void aPageOfManyMegabytesOpens() throws Exception {
    site.page("/huge", "<title>Huge</title>" + ("<p>" + "lorem ipsum ".repeat(1000)).repeat(800));

    assertThat(opened(visit("/huge")).title()).isEqualTo("Huge");
  }

  @Test
  void aPageThatSaysTooMuchIsEndedBeforeItFillsTheHeap() throws Exception {
    site.page(
        "/loud",
        """
        <title>Loud</title><h1>Loud</h1><script>
        const much = 'x'.repeat(30e6);
        setInterval(() => console.error(much + Math.random()), 1);
        </script><img src=/never-loud.png>
        """);
    CountDownLatch end = new CountDownLatch(1);
    site.on("/never-loud.png", exchange -> await(end));
    site.page("/long-title", "<h1>x</h1><script>document.title = 'y'.repeat(5e6)</script>");
    try {
      assertThat(blamed(visit("/loud"))).contains("said more");
    } finally {
      end.countDown();
    }
    assertThat(opened(visit("/long-title")).title()).hasSizeLessThan(310);
  }

  @Test
  void aTabThatCrashesIsThePagesFault() throws Exception {
    site.page(
        "/hungry",
        """
        <h1>Hungry</h1><script>const all = []; while (true) all.push(new Array(1e7).fill(1.5));</script>
        """);

    assertThat(blamed(visit("/hungry", LONG))).contains("crash");
  }

  @Test
  void twoVisitsAtOnceDoNotDisturbEachOther() throws Exception {
    site.page("/one", "<title>One</title><h1>One</h1>");
    site.page("/two", "<title>Two</title><h1>Two</h1>");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one =
          threads.submit(() -> browser.visit(site.uri(HOST, "/one"), shots.resolve("1.png"), LONG));
      var two =
          threads.submit(
              () -> browser.visit(site.uri(OTHER, "/two"), shots.resolve("2.png"), LONG));
      assertThat(opened(one.get()).title()).isEqualTo("One");
      assertThat(opened(two.get()).title()).isEqualTo("Two");
    }
  }

  @Test
  void anInterruptionEndsAVisitAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    site.on(
        "/stuck",
        exchange -> {
          asked.countDown();
          await(end);
        });
    FutureTask<Visit> task = new FutureTask<>(() -> visit("/stuck"));
    Thread visitor = Thread.ofVirtual().start(task);
    try {
      assertThat(asked.await(2, TimeUnit.MINUTES)).isTrue();
      visitor.interrupt();
      assertThat(visitor.join(Duration.ofMinutes(1))).isTrue();
      assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
    } finally {
      end.countDown();
    }
  }

  @Test
  void nothingIsLeftAfterAVisitNorAfterClosingDuringOne() throws Exception {
    Path own = folder.resolve("short lived");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    site.page("/plain", "<h1>Plain</h1>");
    site.on(
        "/held",
        exchange -> {
          asked.countDown();
          await(end);
        });
    PlaywrightBrowser shortLived = browserTo(site, own);
    opened(shortLived.visit(site.uri(HOST, "/plain"), shots.resolve("s.png"), LONG));
    assertThat(processesOf(own)).isEmpty();
    assertThat(own.resolve("visits")).isEmptyDirectory();

    Thread visitor =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    shortLived.visit(site.uri(HOST, "/held"), shots.resolve("s.png"), LONG);
                  } catch (InterruptedException e) {
                    // As it should be.
                  }
                });
    assertThat(asked.await(2, TimeUnit.MINUTES)).isTrue();
    assertThat(processesOf(own)).isNotEmpty();
    shortLived.close();
    end.countDown();
    visitor.join();
    assertThat(processesOf(own)).isEmpty();
    assertThat(own.resolve("visits")).isEmptyDirectory();
  }

  @Test
  void theDataFolderMayLieDeep() throws Exception {
    site.page("/deep", "<title>Deep</title><h1>Deep</h1>");
    try (PlaywrightBrowser deep =
        browserTo(site, folder.resolve("a long name ".repeat(9).strip()))) {
      opened(deep.visit(site.uri(HOST, "/deep"), shots.resolve("s.png"), LONG));
    }
  }

  @Test
  void withoutAChromiumAVisitSaysWhatToInstall() throws Exception {
    try (PlaywrightBrowser without =
        PlaywrightBrowser.of(folder.resolve("without"), null, site.address(), AUTHORITY.trust())) {
      assertThat(without.visit(site.uri(HOST, "/"), shots.resolve("s.png"), LONG))
          .isEqualTo(new Visit.Failed(true, Chromium.MISSING));
    }
  }

  @Test
  void anIngressThatIsAwayIsNotThePagesFault() throws Exception {
    TestSite gone = TestSite.https(AUTHORITY.server(Duration.ofDays(1), "*.ci.localhost"));
    gone.close();
    try (PlaywrightBrowser toGone = browserTo(gone, folder.resolve("gone"))) {
      assertThat(toGone.visit(gone.uri(HOST, "/"), shots.resolve("s.png"), LONG))
          .isInstanceOfSatisfying(
              Visit.Failed.class,
              failed -> {
                assertThat(failed.infrastructure()).isTrue();
                assertThat(failed.sentence()).contains("ingress does not answer");
              });
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Processes that mention the folder in their arguments or environment. */
  private static List<String> processesOf(Path folder) throws IOException {
    try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      List<String> found = new java.util.ArrayList<>();
      for (Path process : all) {
        try {
          String arguments =
              Files.readString(
                  process.resolve("cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1);
          String environment =
              Files.readString(
                  process.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
          if ((arguments + environment).contains(folder.toString())) {
            found.add(process.getFileName() + " " + arguments.replace('\0', ' '));
          }
        } catch (IOException e) {
          // It ended while we looked.
        }
      }
      return found;
    }
  }
}
