package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.coopcloud.ci.recipe.route.InvalidRuleException;
import tech.coopcloud.ci.recipe.route.RuleParser;

class RuleTest {

  private static Condition rule(String text) throws InvalidRuleException {
    return Matchers.condition(RuleParser.parse(text), Router.Server.EMBEDDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Host(`a.b`)                                 ~ https://a.b/        ~ true
          Host(`a.b`)                                 ~ https://x.a.b/      ~ false
          Host(`A.b`)                                 ~ https://a.b/        ~ true
          Host("a.b")                                 ~ https://a.b/        ~ true
          host(`a.b`)                                 ~ https://a.b/        ~ true
          Host(`x.y`, `a.b`)                          ~ https://a.b/        ~ true
          Host(`x.y`) || Host(`a.b`)                  ~ https://a.b/        ~ true
          Host(`a.b`) && PathPrefix(`/p`)             ~ https://a.b/p/q     ~ true
          Host(`a.b`) && PathPrefix(`/p`)             ~ https://a.b/pq      ~ true
          Host(`a.b`) && PathPrefix(`/p`)             ~ https://a.b/q       ~ false
          Host(`a.b`) && !PathPrefix(`/p`)            ~ https://a.b/p       ~ false
          Host(`a.b`) && !PathPrefix(`/p`)            ~ https://a.b/q       ~ true
          Host(`a.b`) && Path(`/p`, `/q`)             ~ https://a.b/q       ~ true
          Host(`a.b`) && Path(`/p`)                   ~ https://a.b/p/      ~ false
          Host(`a.b`) && PathRegexp(`^/[0-9]+$`)      ~ https://a.b/12      ~ true
          Host(`a.b`) && (Path(`/x`) || Path(`/y`))   ~ https://a.b/y       ~ true
          Host(`x.y`) || Host(`a.b`) && Path(`/p`)    ~ https://x.y/q       ~ true
          !(Host(`a.b`) || Host(`x.y`))               ~ https://x.y/        ~ false
          HostRegexp(`^.+[.]b$`)                      ~ https://a.b/        ~ true
          HostRegexp(`{sub:[a-z]+}.b`)                ~ https://a.b/        ~ true
          HostRegexp(`{sub:[a-z]{2}}.b`)              ~ https://a.b/        ~ false
          HostRegexp(`{sub}.b`)                       ~ https://c.a.b/      ~ false
          Method(`POST`, `GET`)                       ~ https://a.b/        ~ true
          Query(`k`, `v`)                             ~ https://a.b/?k=v    ~ true
          Query(`k=v`)                                ~ https://a.b/?l=&k=v ~ true
          Query(`k`)                                  ~ https://a.b/?l=v    ~ false
          """)
  void matchesAsTraefikDoes(String text, String url, boolean matches) throws Exception {
    assertThat(rule(text).matches(Calls.get(url))).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Host(`a.b`                ~ ends where ")" is expected
          Host(a.b)                 ~ has "a.b)" where an argument in backticks
          Host('a.b')               ~ where an argument in backticks
          Host(`a.b)                ~ has an argument that does not end
          Host(`a.b`) & Path(`/`)   ~ has "& Path(`/`)" where &&, || or the end is expected
          Host()                    ~ gives host nothing to match
          Hots(`a.b`)               ~ has the matcher hots, which is not among those
          HostRegexp(`(`)           ~ which is not valid: missing closing )
          """)
  void whatIsWrongWithARuleIsSaid(String text, String words) {
    assertThatThrownBy(() -> rule(text))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining(words.strip());
  }

  @Test
  void aRegularExpressionThatWouldTakeForeverDoesNot() throws Exception {
    Condition condition = rule("HostRegexp(`^(a+)+$`)");

    assertThat(condition.matches(Calls.get("https://" + "a".repeat(200) + ".b/"))).isFalse();
  }

  @Test
  void aTowerOfBracketsIsRefused() {
    String text = "(".repeat(5000) + "Host(`a.b`)" + ")".repeat(5000);

    assertThatThrownBy(() -> rule(text)).hasMessage("is nested deeper than 50 levels");
  }

  @Property
  void anyTextIsARuleOrAReason(@ForAll("ruleLike") String text) {
    try {
      rule(text).matches(Calls.get("https://a.b/"));
    } catch (InvalidRuleException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property
  void whatMatchesARequestMayMatchItsHost(
      @ForAll("rules") String text, @ForAll("paths") String path) throws Exception {
    Condition condition = rule(text);
    Call call = Calls.get("https://a.b" + path);

    assertThat(condition.matches(call)).isNotEqualTo(rule("!(" + text + ")").matches(call));
    if (condition.matches(call)) {
      assertThat(condition.mayMatch("a.b")).isTrue();
    } else {
      assertThat(condition.mayMiss("a.b")).isTrue();
    }
  }

  @Provide
  Arbitrary<String> ruleLike() {
    return Arbitraries.of(
            "Host", "(", ")", "`", "\"", "a.b", ",", "&&", "||", "!", " ", "\\", "{x:", "}", "[")
        .list()
        .ofMaxSize(12)
        .map(it -> String.join("", it));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("/", "/x", "/x/y", "/z");
  }

  @Provide
  Arbitrary<String> rules() {
    Arbitrary<String> one =
        Arbitraries.of("Host(`a.b`)", "Host(`c.d`)", "PathPrefix(`/x`)", "Path(`/z`)");
    return Arbitraries.recursive(
        () -> one,
        inner ->
            Arbitraries.oneOf(
                inner.map(it -> "!(" + it + ")"),
                inner.tuple2().map(it -> "(" + it.get1() + " && " + it.get2() + ")"),
                inner.tuple2().map(it -> "(" + it.get1() + " || " + it.get2() + ")")),
        0,
        4);
  }

  @Test
  void theLongerRuleIsTakenUnlessAPriorityIsGiven() {
    assertThat(taken("", "")).isEqualTo("deep");
    assertThat(taken("100", "")).isEqualTo("all");
    assertThat(taken("100", "101")).isEqualTo("deep");
  }

  private static String taken(String all, String deep) {
    var labels = Labels.start("all", "Host(`a.b`)");
    labels.put("traefik.http.routers.all.priority", all.isEmpty() ? "0" : all);
    labels.put("traefik.http.routers.deep.rule", "Host(`a.b`) && PathPrefix(`/deep`)");
    labels.put("traefik.http.routers.deep.tls", "true");
    labels.put("traefik.http.routers.deep.priority", deep.isEmpty() ? "0" : deep);
    return RouteReader.read(List.of(Labels.candidate(labels)), "proxy", Router.Server.EMBEDDED)
        .match(Calls.get("https://a.b/deep"))
        .orElseThrow()
        .name();
  }
}
