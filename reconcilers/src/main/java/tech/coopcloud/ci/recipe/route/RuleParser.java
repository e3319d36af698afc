package tech.coopcloud.ci.recipe.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the rule of a Traefik router, as v3 writes it and with the lists of hosts of v2: {@code
 * Host(`a`, `b`) && !PathPrefix("/x")}. Which matchers there are is not its business.
 */
public final class RuleParser {
  private static final int LONGEST = 16 << 10;
  private static final int DEEPEST = 50;

  private final String text;
  private int at;
  private int depth;

  private RuleParser(String text) {
    this.text = text;
  }

  public static Expression parse(String rule) throws InvalidRuleException {
    if (rule.length() > LONGEST) {
      throw new InvalidRuleException("is longer than " + LONGEST + " characters");
    }
    RuleParser parser = new RuleParser(rule);
    Expression whole = parser.either();
    parser.skipSpace();
    if (parser.at < rule.length()) {
      throw parser.expected("&&, || or the end");
    }
    return whole;
  }

  private Expression either() throws InvalidRuleException {
    List<Expression> parts = new ArrayList<>();
    do {
      parts.add(both());
    } while (next("||"));
    return parts.size() == 1 ? parts.getFirst() : new Expression.Any(parts);
  }

  private Expression both() throws InvalidRuleException {
    List<Expression> parts = new ArrayList<>();
    do {
      parts.add(one());
    } while (next("&&"));
    return parts.size() == 1 ? parts.getFirst() : new Expression.All(parts);
  }

  private Expression one() throws InvalidRuleException {
    if (++depth > DEEPEST) {
      throw new InvalidRuleException("is nested deeper than " + DEEPEST + " levels");
    }
    try {
      if (next("!")) {
        return new Expression.Not(one());
      }
      if (next("(")) {
        Expression inner = either();
        expect(")");
        return inner;
      }
      return matcher();
    } finally {
      depth--;
    }
  }

  private Expression matcher() throws InvalidRuleException {
    skipSpace();
    int from = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    if (from == at) {
      throw expected("a matcher, e.g. Host(`...`)");
    }
    String name = text.substring(from, at).toLowerCase(Locale.ROOT);
    List<String> arguments = new ArrayList<>();
    expect("(");
    if (!next(")")) {
      do {
        arguments.add(quoted());
      } while (next(","));
      expect(")");
    }
    return new Expression.Matcher(name, arguments);
  }

  /** Between backticks nothing is special, between double quotes the backslash is. */
  private String quoted() throws InvalidRuleException {
    skipSpace();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    if (quote != '`' && quote != '"') {
      throw expected("an argument in backticks or double quotes");
    }
    StringBuilder argument = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        at = i + 1;
        return argument.toString();
      }
      if (c == '\\' && quote == '"' && i + 1 < text.length()) {
        c = text.charAt(++i);
      }
      argument.append(c);
    }
    throw new InvalidRuleException("has an argument that does not end: " + shown(at));
  }

  private boolean next(String token) {
    skipSpace();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private void expect(String token) throws InvalidRuleException {
    if (!next(token)) {
      throw expected("\"" + token + "\"");
    }
  }

  private InvalidRuleException expected(String what) {
    return new InvalidRuleException(
        at >= text.length()
            ? "ends where " + what + " is expected"
            : "has " + shown(at) + " where " + what + " is expected");
  }

  private String shown(int from) {
    String rest = text.substring(from);
    return "\"" + (rest.length() > 30 ? rest.substring(0, 30) + "..." : rest) + "\"";
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
