package tech.coopcloud.ci.recipe.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import tech.coopcloud.ci.recipe.route.Expression;
import tech.coopcloud.ci.recipe.route.InvalidRuleException;
import tech.coopcloud.ci.recipe.route.RuleParser;

/**
 * What hosts a rule of a Traefik router can match.
 *
 * @param confined whether every request that matches is for the domain or something below it; false
 *     for what cannot be read
 * @param foreignHosts hosts that are named and are outside of it
 */
record RouteRule(boolean confined, List<String> foreignHosts) {
  private static final Set<String> HOSTS = Set.of("host", "hostheader", "hostsni");
  private static final Set<String> PATTERNS = Set.of("hostregexp", "hostsniregexp");

  static RouteRule parse(String rule, String domain) {
    try {
      Reader reader = new Reader(domain.toLowerCase(Locale.ROOT));
      boolean confined = reader.isConfined(RuleParser.parse(rule));
      return new RouteRule(confined, List.copyOf(reader.foreign));
    } catch (InvalidRuleException e) {
      return new RouteRule(false, List.of());
    }
  }

  private static final class Reader {
    private final String domain;
    private final List<String> foreign = new ArrayList<>();

    Reader(String domain) {
      this.domain = domain;
    }

    /** Looks at every part, since each may name a foreign host. */
    boolean isConfined(Expression expression) {
      return switch (expression) {
        case Expression.Any any -> confined(any.parts()).stream().allMatch(it -> it);
        case Expression.All all -> confined(all.parts()).stream().anyMatch(it -> it);
        case Expression.Not not -> {
          isConfined(not.part());
          yield false;
        }
        case Expression.Matcher matcher -> isConfined(matcher);
      };
    }

    private List<Boolean> confined(List<Expression> parts) {
      return parts.stream().map(this::isConfined).toList();
    }

    private boolean isConfined(Expression.Matcher matcher) {
      Predicate<String> ours;
      if (HOSTS.contains(matcher.name())) {
        ours = this::isOurs;
      } else if (PATTERNS.contains(matcher.name())) {
        ours = this::isOurPattern;
      } else {
        return false;
      }
      List<String> others = matcher.arguments().stream().filter(ours.negate()).toList();
      foreign.addAll(others);
      return !matcher.arguments().isEmpty() && others.isEmpty();
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
  }
}
