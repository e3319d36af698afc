package tech.coopcloud.ci.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.RecipeSpec;

/** Servers that answer as hostile ones would; that a token opens a real Gitea is GiteaIT's. */
class SourceRulesTest {
  private static final String TOKEN = "sesame-0123456789";
  private static final String SHOWN =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("cc-ci:" + TOKEN).getBytes(StandardCharsets.US_ASCII));

  @TempDir Path dir;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer first;
  private HttpServer second;

  @BeforeEach
  void twoServers() throws IOException {
    first = server(headers -> headers.add("WWW-Authenticate", "Basic realm=git"), 401);
    second = server(headers -> {}, 404);
  }

  @AfterEach
  void stop() {
    first.stop(0);
    second.stop(0);
  }

  private HttpServer server(Consumer<Headers> headers, int code) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getLocalAddress().getPort()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          headers.accept(exchange.getResponseHeaders());
          exchange.sendResponseHeaders(code, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static Origin origin(HttpServer server) {
    return Origin.of(address(server).toString());
  }

  private static String seenBy(HttpServer server, String authorization) {
    return server.getAddress().getPort() + " " + authorization;
  }

  private SourceException refusal(SourceRules rules, String address) {
    return catchThrowableOfType(
        SourceException.class,
        () ->
            new SourceFetcher(dir.resolve("cache"), rules).fetch(address, null, dir.resolve("o")));
  }

  private static SourceRules enrolled(String source) {
    return new SourceRules(Set.of(), Map.of()).with(() -> List.of(recipe(source, null)));
  }

  private static Recipe recipe(String source, String upstream) {
    Recipe recipe = new Recipe();
    recipe.setSpec(
        new RecipeSpec(
            source, upstream, null, null, null, null, null, null, null, null, null, null, null));
    return recipe;
  }

  @Test
  void aRecipeAllowsItsOwnServerAndNoOtherPortSchemeOrHostIsAskedAnything() {
    String port = ":" + first.getAddress().getPort();
    SourceRules rules = enrolled("http://127.0.0.1" + port + "/recipes/wiki.git");

    for (String other :
        List.of(
            address(second) + "/recipes/wiki.git",
            "http://localhost" + port + "/wiki.git",
            "https://127.0.0.1" + port + "/wiki.git",
            "ssh://git@127.0.0.1/wiki.git",
            "git@127.0.0.1:wiki.git")) {
      SourceException refused = refusal(rules, other);
      assertThat(refused.reason()).as(other).isEqualTo(Reason.SOURCE_REFUSED);
      assertThat(refused).hasMessageContaining("a server that no Recipe names");
    }
    assertThat(seen).isEmpty();
    assertThat(refusal(rules, address(first) + "/other.git").reason())
        .isEqualTo(Reason.SOURCE_NEEDS_PASSWORD);
    assertThat(seen).isNotEmpty();
  }

  @Test
  void theServerOfPublishedVersionsIsAllowedAsWell() {
    SourceRules rules =
        new SourceRules(Set.of(), Map.of())
            .with(() -> List.of(recipe("not an address", address(first) + "/wiki.git")));

    assertThat(refusal(rules, address(first) + "/wiki.git").reason())
        .isEqualTo(Reason.SOURCE_NEEDS_PASSWORD);
  }

  @Test
  void aRecipeThatWasNeverValidStandsInNoOthersWay() {
    SourceRules rules =
        new SourceRules(Set.of(), Map.of())
            .with(() -> List.of(new Recipe(), recipe(address(first) + "/wiki.git", null)));

    assertThat(refusal(rules, address(first) + "/wiki.git").reason())
        .isEqualTo(Reason.SOURCE_NEEDS_PASSWORD);
  }

  @Test
  void noRecipeAllowsPathsOfThisMachine() {
    for (String path : List.of("/etc", "file:///etc")) {
      assertThat(refusal(enrolled(path), path))
          .hasMessageContaining("is a path of cc-ci's machine")
          .hasMessageContaining("--source-local-paths");
    }
    assertThat(refusal(new SourceRules(Set.of(Origin.LOCAL), Map.of()), "/etc").reason())
        .isEqualTo(Reason.SOURCE_UNAVAILABLE);
  }

  @Test
  void aPasswordInTheAddressIsRefusedAndNotRepeated() {
    SourceException refused =
        refusal(enrolled(address(first) + "/wiki.git"), "http://me:open@127.0.0.1:1/wiki.git");

    assertThat(refused.reason()).isEqualTo(Reason.SOURCE_REFUSED);
    assertThat(refused)
        .hasMessageContaining("names a user or a password")
        .hasMessageNotContaining("open@");
  }

  @Test
  void aTokenGoesToItsServerAloneAndIsWrittenNowhere() throws Exception {
    Map<URI, Supplier<String>> tokens = Map.of(address(first), () -> TOKEN);
    SourceRules rules = new SourceRules(Set.of(origin(first), origin(second)), tokens);

    assertThat(refusal(rules, address(first) + "/wiki.git"))
        .hasMessageContaining("does not take cc-ci's token")
        .hasMessageNotContaining(TOKEN);
    assertThat(refusal(rules, address(second) + "/wiki.git").reason())
        .isEqualTo(Reason.SOURCE_UNAVAILABLE);

    assertThat(seen).contains(seenBy(first, SHOWN)).contains(seenBy(second, "null"));
    assertThat(seen).doesNotContain(seenBy(second, SHOWN));
    try (var files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain(TOKEN)
            .doesNotContain(SHOWN);
      }
    }
  }

  @Test
  void aRedirectIsNotFollowedEvenToAServerThatIsAllowed() throws IOException {
    for (int code : List.of(301, 302, 307, 308)) {
      HttpServer sending =
          server(headers -> headers.add("Location", address(second) + "/wiki.git"), code);
      try {
        Map<URI, Supplier<String>> tokens = Map.of(address(sending), () -> TOKEN);
        SourceRules rules = new SourceRules(Set.of(origin(sending), origin(second)), tokens);

        SourceException refused = refusal(rules, address(sending) + "/wiki.git");
        assertThat(refused.reason()).isEqualTo(Reason.SOURCE_REFUSED);
        assertThat(refused).hasMessageContaining("sends elsewhere, and cc-ci does not follow");
        assertThat(seen).contains(seenBy(sending, SHOWN));
      } finally {
        sending.stop(0);
      }
    }
    assertThat(seen).doesNotContain(seenBy(second, SHOWN), seenBy(second, "null"));
  }

  @Test
  void aTokenThatCannotBeReadIsSaid() {
    Supplier<String> unreadable =
        () -> {
          throw new IllegalStateException("The file may be read by others: chmod 600 it.");
        };
    SourceRules rules = new SourceRules(Set.of(origin(first)), Map.of(address(first), unreadable));

    SourceException refused = refusal(rules, address(first) + "/wiki.git");
    assertThat(refused.reason()).isEqualTo(Reason.SOURCE_NEEDS_PASSWORD);
    assertThat(refused).hasMessage("The file may be read by others: chmod 600 it.");
    assertThat(seen).isEmpty();
  }

  @Test
  void whatIsNoAddressHasNoOrigin() {
    for (String address :
        List.of(
            "wiki",
            "ext::sh -c id",
            "http://",
            "https:///wiki",
            "ssh://-oProxyCommand=id/wiki",
            "ssh://a:b@host/wiki",
            "https://host/wiki?x",
            "https://host#@other/wiki",
            "file://host/wiki")) {
      assertThatThrownBy(() -> Origin.of(address))
          .as(address)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Origin.of("SSH://git@Host:2222/wiki")).isEqualTo(new Origin("ssh", "host", 2222));
    assertThat(Origin.of("https://Host/wiki")).hasToString("https://host");
    assertThat(Origin.of("http://host:3000/wiki")).hasToString("http://host:3000");
  }
}
