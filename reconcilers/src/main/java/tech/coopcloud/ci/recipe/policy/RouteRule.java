package tech.coopcloud.ci.recipe.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What hosts a rule of a Traefik router can match: {@code Host(`a`) && PathPrefix(`/x`)}, the lists
 * of v2, and nesting.
 *
 * @param confined whether every request that matches is for the domain or something below it; false
 *     for what cannot be read
 * @param foreignHosts hosts that are named and are outside of it
 */
record RouteRule(boolean confined, List<String> foreignHosts) {
  private static final int LONGEST = 16 << 10;
  private static final int DEEPEST = 50;
  private static final Set<String> HOSTS = Set.of("host", "hostheader", "hostsni");
  private static final Set<String> PATTERNS = Set.of("hostregexp", "hostsniregexp");

  static RouteRule parse(String rule, String domain) {
    Parser parser = new Parser(rule, domain.toLowerCase(Locale.ROOT));
    try {
      boolean confined = rule.length() <= LONGEST && parser.whole();
      return new RouteRule(confined, List.copyOf(parser.foreign));
    } catch (Unreadable e) {
      return new RouteRule(false, List.copyOf(parser.foreign));
    }
  }

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super("not a rule", null, false, false);
    }
  }

  /** Each method reads one form and says whether it is confined. */
  private static final class Parser {
    private final String text;
    private final String domain;
    private final List<String> foreign = new ArrayList<>();
    private int at;
    private int depth;

    Parser(String text, String domain) {
      this.text = text;
      this.domain = domain;
    }

    boolean whole() {
      boolean confined = either();
      skipSpace();
      if (at < text.length()) {
        throw new Unreadable();
      }
      return confined;
    }

    private boolean either() {
      boolean confined = both();
      while (next("||")) {
        confined &= both();
      }
      return confined;
    }

    private boolean both() {
      boolean confined = one();
      while (next("&&")) {
        confined |= one();
      }
      return confined;
    }

    private boolean one() {
      if (++depth > DEEPEST) {
        throw new Unreadable();
      }
      try {
        if (next("!")) {
          one();
          return false;
        }
        if (next("(")) {
          boolean confined = either();
          expect(")");
          return confined;
        }
        return matcher();
      } finally {
        depth--;
      }
    }

    private boolean matcher() {
      skipSpace();
      int from = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      String name = text.substring(from, at).toLowerCase(Locale.ROOT);
      if (name.isEmpty()) {
        throw new Unreadable();
      }
      List<String> arguments = arguments();
      if (HOSTS.contains(name)) {
        arguments.stream().filter(host -> !isOurs(host)).forEach(foreign::add);
        return !arguments.isEmpty() && arguments.stream().allMatch(this::isOurs);
      }
      if (PATTERNS.contains(name)) {
        arguments.stream().filter(pattern -> !isOurPattern(pattern)).forEach(foreign::add);
        return !arguments.isEmpty() && arguments.stream().allMatch(this::isOurPattern);
      }
      return false;
    }

    private List<String> arguments() {
      expect("(");
      List<String> arguments = new ArrayList<>();
      if (next(")")) {
        return arguments;
      }
      do {
        arguments.add(quoted());
      } while (next(","));
      expect(")");
      return arguments;
    }

    private String quoted() {
      skipSpace();
      if (at >= text.length() || "`\"'".indexOf(text.charAt(at)) < 0) {
        throw new Unreadable();
      }
      int close = text.indexOf(text.charAt(at), at + 1);
      if (close < 0) {
        throw new Unreadable();
      }
      String argument = text.substring(at + 1, close);
      at = close + 1;
      return argument;
    }

    private boolean isOurs(String host) {
      String lower = host.strip().toLowerCase(Locale.ROOT);
      return lower.equals(domain) || lower.endsWith("." + domain);
    }

    /** Without alternatives, what ends in our domain cannot match anything else. */
    private boolean isOurPattern(String pattern) {
      String plain =
          pattern.strip().toLowerCase(Locale.ROOT).replace("\\", "").replaceFirst("\\$$", "");
      return !plain.contains("|")
          && (plain.replaceFirst("^\\^", "").equals(domain) || plain.endsWith("." + domain));
    }

    private boolean next(String token) {
      skipSpace();
      if (text.startsWith(token, at)) {
        at += token.length();
        return true;
      }
      return false;
    }

    private void expect(String token) {
      if (!next(token)) {
        throw new Unreadable();
      }
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
