package tech.coopcloud.ci.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.coopcloud.ci.check.Templates.UnknownPlaceholderException;
import tech.coopcloud.ci.ingress.Answer;
import tech.coopcloud.ci.model.HttpCheck;

class HttpExpectationTest {
  private static final String JSON =
      """
      {"status": "ok", "count": 3, "done": true, "none": null, "users": [{"name": "admin"}, {"name": "ci"}]}
      """;

  private static Judgement judge(HttpCheck check, int code, String body)
      throws UnknownPlaceholderException {
    return HttpExpectation.of(check, Templates.of(Map.of("secrets.token", "t0ken")))
        .judge("GET https://a/x", new Answer.Response(code, Map.of(), body));
  }

  private static HttpCheck check(
      @Nullable Integer code, @Nullable String contains, @Nullable Map<String, String> paths) {
    return new HttpCheck(null, "/x", null, null, code, contains, paths);
  }

  @Test
  void theCodeIs200UnlessToldOtherwise() throws UnknownPlaceholderException {
    assertThat(judge(check(null, null, null), 200, "hi").asExpected()).isTrue();
    assertThat(judge(check(302, null, null), 302, "").asExpected()).isTrue();
    assertThat(judge(check(null, null, null), 500, "It broke\n at line 3"))
        .isEqualTo(
            new Judgement(
                false,
                "GET https://a/x answered 500, expected was 200 (it begins: It broke at line 3): see"
                    + " the service's lines in the log."));
  }

  @Test
  void theExpectedTextIsShownAsTheRecipeHasIt() throws UnknownPlaceholderException {
    HttpCheck check = check(null, "token={{ secrets.token }}", null);

    assertThat(judge(check, 200, "your token=t0ken").asExpected()).isTrue();
    assertThat(judge(check, 200, "").sentence())
        .isEqualTo(
            "GET https://a/x answered 200 without the expected text \"token={{ secrets.token }}\" (the"
                + " answer is empty).");
  }

  @ParameterizedTest
  @CsvSource({
    "$.status, ok",
    "$.count, 3",
    "$.done, true",
    "$.none, null",
    "$.users[1].name, ci",
    "$.users.length(), 2",
    "'$..name', '[\"admin\",\"ci\"]'"
  })
  void aJsonPathLeadsToItsValue(String path, String value) throws UnknownPlaceholderException {
    assertThat(judge(check(null, null, Map.of(path, value)), 200, JSON))
        .isEqualTo(new Judgement(true, "GET https://a/x answered 200, as expected."));
  }

  @ParameterizedTest
  @CsvSource({
    "$.status, down, '$.status is \"ok\", expected was \"down\"'",
    "$.nope, x, '$.nope is not there, expected was \"x\"'",
    "$..[, x, '\"$..[\" is no JSON path: correct the check in the Recipe'"
  })
  void whatAJsonPathDoesNotFindIsSaid(String path, String value, String sentence)
      throws UnknownPlaceholderException {
    Judgement judgement = judge(check(null, null, Map.of(path, value)), 200, JSON);

    assertThat(judgement.asExpected()).isFalse();
    assertThat(judgement.sentence()).contains(sentence);
  }

  @Test
  void anAnswerThatIsNoJsonIsSaid() throws UnknownPlaceholderException {
    assertThat(judge(check(null, null, Map.of("$.a", "1")), 200, "<html>").sentence())
        .isEqualTo("GET https://a/x answered 200; expected was JSON (it begins: <html>).");
  }

  @Test
  void noAnswerIsSaidInTheIngresssWords() throws UnknownPlaceholderException {
    assertThat(
            HttpExpectation.of(check(null, null, null), Templates.of(Map.of()))
                .judge("GET https://a/x", new Answer.Failure(Answer.Kind.TIMEOUT, "Too slow.")))
        .isEqualTo(new Judgement(false, "Too slow."));
  }
}
