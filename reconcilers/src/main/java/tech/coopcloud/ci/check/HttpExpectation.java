package tech.coopcloud.ci.check;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.check.Templates.UnknownPlaceholderException;
import tech.coopcloud.ci.ingress.Answer;
import tech.coopcloud.ci.model.HttpCheck;

/**
 * What the answer to an HTTP call must be. Sentences show what was expected as the Recipe has it,
 * with its placeholders: those may stand for secrets.
 */
public final class HttpExpectation {
  private final int code;
  private final @Nullable String contains;
  private final @Nullable String containsAsWritten;
  private final Map<String, String> values;
  private final Map<String, String> valuesAsWritten;

  private HttpExpectation(HttpCheck check, Templates templates) throws UnknownPlaceholderException {
    this.code = check.code() == null ? 200 : check.code();
    this.containsAsWritten = check.contains();
    this.contains = templates.fillIfThere(check.contains());
    this.valuesAsWritten = check.jsonPath() == null ? Map.of() : new TreeMap<>(check.jsonPath());
    this.values = templates.fill(valuesAsWritten);
  }

  public static HttpExpectation of(HttpCheck check, Templates templates)
      throws UnknownPlaceholderException {
    return new HttpExpectation(check, templates);
  }

  /**
   * Judges an answer.
   *
   * @param asked the call, for the sentence: {@code GET https://...}
   */
  public Judgement judge(String asked, Answer answer) {
    return switch (answer) {
      case Answer.Failure failure -> Judgement.bad(failure.sentence());
      case Answer.Response response -> judge(asked, response);
    };
  }

  private Judgement judge(String asked, Answer.Response response) {
    String seen = asked + " answered " + response.code();
    String body = response.body();
    if (response.code() != code) {
      return Judgement.bad(
          seen + ", expected was " + code + said(body) + ": see the service's lines in the log.");
    }
    if (contains != null && !body.contains(contains)) {
      return Judgement.bad(
          seen + " without the expected text \"" + containsAsWritten + "\"" + said(body) + ".");
    }
    if (!values.isEmpty()) {
      String wrong = new JsonDocument(body).differs(values, valuesAsWritten);
      if (wrong != null) {
        return Judgement.bad(seen + "; " + wrong + said(body) + ".");
      }
    }
    return Judgement.good(seen + ", as expected.");
  }

  private static String said(String body) {
    return body.isBlank() ? " (the answer is empty)" : " (it begins: " + Excerpt.of(body) + ")";
  }
}
