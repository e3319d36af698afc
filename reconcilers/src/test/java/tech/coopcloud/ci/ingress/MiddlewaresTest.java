package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MiddlewaresTest {

  /** Each definition is {@code name.type.option=value}. */
  private static Middleware of(String... definitions) throws NotServedException {
    Map<String, Map<String, String>> defined = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (String definition : definitions) {
      String key = definition.substring(0, definition.indexOf('='));
      int dot = key.indexOf('.');
      defined
          .computeIfAbsent(key.substring(0, dot), it -> new HashMap<>())
          .put(key.substring(dot + 1), definition.substring(definition.indexOf('=') + 1));
      if (!names.contains(key.substring(0, dot)) && !key.startsWith("_")) {
        names.add(key.substring(0, dot));
      }
    }
    return new Middlewares(defined, Router.Server.EMBEDDED).inOrder(names);
  }

  private static Passage apply(Middleware middleware, String url) {
    return middleware.apply(Passage.Onward.begin(Calls.get(url)));
  }

  private static String location(Middleware middleware, String url) {
    Passage.Reply reply = (Passage.Reply) apply(middleware, url);
    return reply.code() + " " + reply.headers().get("location");
  }

  @Test
  void aPrefixIsStrippedAndToldToTheService() throws Exception {
    Middleware strip = of("m.stripprefix.prefixes=/a, /b");

    Passage.Onward onward = (Passage.Onward) apply(strip, "https://x.y/b/c?d");

    assertThat(onward.path()).isEqualTo("/c");
    assertThat(onward.query()).isEqualTo("d");
    assertThat(onward.requestHeaders()).containsEntry("x-forwarded-prefix", "/b");
    assertThat(((Passage.Onward) apply(strip, "https://x.y/b")).path()).isEqualTo("/");
    assertThat(((Passage.Onward) apply(strip, "https://x.y/c")).path()).isEqualTo("/c");
  }

  @Test
  void middlewaresAreAppliedInTheirOrder() throws Exception {
    Middleware both = of("one.addprefix.prefix=/one", "two.addprefix.prefix=two");

    assertThat(((Passage.Onward) apply(both, "https://x.y/c")).path()).isEqualTo("/two/one/c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ^https://www[.](.*)        | https://$1         | https://www.x.y/a?b | 302 https://x.y/a?b
          ^https://([^/]*)/old/(.*)  | https://$1/${2}new | https://x.y/old/a   | 302 https://x.y/anew
          ^https://([^/]*)/old/(.*)  | https://$1/$2new   | https://x.y/old/a   | 302 https://x.y/
          ^https://([^/]*)/old/(.*)  | https://${1}/$$$2  | https://x.y:81/old/a | 302 https://x.y/$a
          """)
  void redirectsAreWrittenAsGoWritesThem(
      String regex, String replacement, String url, String location) throws Exception {
    assertThat(
            location(
                of("m.redirectregex.regex=" + regex, "m.redirectregex.replacement=" + replacement),
                url))
        .isEqualTo(location);
  }

  @Test
  void aRedirectToWhereTheRequestIsAlreadyIsNone() throws Exception {
    Middleware same = of("m.redirectregex.regex=.*", "m.redirectregex.replacement=$0");

    assertThat(apply(same, "https://x.y/a")).isInstanceOf(Passage.Onward.class);
    assertThat(apply(of("m.redirectscheme.scheme=https"), "https://x.y/a"))
        .isInstanceOf(Passage.Onward.class);
  }

  @Test
  void aPermanentRedirectKeepsTheMethodOfAPost() throws Exception {
    Middleware redirect = of("m.redirectscheme.scheme=http", "m.redirectscheme.permanent=true");

    assertThat(location(redirect, "https://x.y/a?b")).isEqualTo("301 http://x.y/a?b");
    assertThat(redirect.apply(Passage.Onward.begin(Calls.call("POST", "https://x.y/a", Map.of()))))
        .extracting(it -> ((Passage.Reply) it).code())
        .isEqualTo(308);
  }

  @Test
  void headersAreSetAndTakenAway() throws Exception {
    Passage.Onward onward =
        (Passage.Onward)
            apply(
                of(
                    "m.headers.customrequestheaders.x-one=1",
                    "m.headers.customresponseheaders.x-two=2",
                    "m.headers.customresponseheaders.server=",
                    "m.headers.stsseconds=60",
                    "m.headers.framedeny=true"),
                "https://x.y/");

    assertThat(onward.requestHeaders()).containsExactlyEntriesOf(Map.of("x-one", "1"));
    assertThat(onward.responseHeaders())
        .containsOnly(
            Map.entry("x-two", "2"),
            Map.entry("server", ""),
            Map.entry("strict-transport-security", "max-age=60"),
            Map.entry("x-frame-options", "DENY"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$apr1$JrqCzbcJ$2Y9k.xn45/ZXQFS3XvrTA/",
        "$1$JrqCzbcJ$uY93ktIH2x7kCsm2Gz5TV/",
        "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
        "$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
      })
  void thePasswordsOfHtpasswdAreKnown(String hash) throws Exception {
    Middleware auth = of("m.basicauth.users=bob:{SHA}2kuSN7rMzfGcB2DKt67EqDWQELA=,ada:" + hash);

    assertThat(login(auth, "ada:secret")).isInstanceOf(Passage.Onward.class);
    for (String wrong : List.of("ada:Secret", "ada:", "bob:secret", "eve:secret", "ada")) {
      assertThat(login(auth, wrong)).extracting(it -> ((Passage.Reply) it).code()).isEqualTo(401);
    }
    assertThat(apply(auth, "https://x.y/"))
        .extracting(it -> ((Passage.Reply) it).headers())
        .isEqualTo(Map.of("www-authenticate", "Basic realm=\"traefik\""));
  }

  private static Passage login(Middleware auth, String pair) {
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return auth.apply(
        Passage.Onward.begin(
            Calls.call("GET", "https://x.y/", Map.of("authorization", "Basic " + encoded))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          m.forwardauth.address=http://x            | is a forwardauth, which the embedded ingress does not have
          m.stripprefix.forceslash=true             | lacks prefixes
          m.redirectregex.regex=(                   | lacks replacement
          m.basicauth.users=ada                     | is not name:hash
          m.basicauth.users=ada:$2y$31$abcdefghijklmnopqrstuuiL0JjpnfPbmC1zjgtgPVhSTl3j8GzXa | up to cost 12
          m.chain.middlewares=m                     | is a chain of chains
          m.chain.middlewares=none                  | The middleware 'none' does not exist
          """)
  void whatCannotBeServedIsToldInASentence(String definition, String words) {
    assertThatThrownBy(() -> of(definition))
        .isInstanceOf(NotServedException.class)
        .hasMessageContaining(words.strip())
        .hasMessageEndingWith(".");
  }
}
