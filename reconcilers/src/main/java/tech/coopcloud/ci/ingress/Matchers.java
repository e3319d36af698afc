package tech.coopcloud.ci.ingress;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tech.coopcloud.ci.recipe.route.Expression;
import tech.coopcloud.ci.recipe.route.InvalidRuleException;

/** Traefik's matchers of HTTP routers, those of v3 under the names of v2 as well. */
final class Matchers {
  private static final Set<String> ONLY_TRAEFIKS = Set.of("clientip", "queryregexp");

  private Matchers() {}

  static Condition condition(Expression expression, Router.Server server)
      throws InvalidRuleException {
    return switch (expression) {
      case Expression.All all -> new Condition.All(conditions(all.parts(), server));
      case Expression.Any any -> new Condition.Any(conditions(any.parts(), server));
      case Expression.Not not -> new Condition.Not(condition(not.part(), server));
      case Expression.Matcher matcher -> matcher(matcher, server);
    };
  }

  private static List<Condition> conditions(List<Expression> parts, Router.Server server)
      throws InvalidRuleException {
    Condition[] conditions = new Condition[parts.size()];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = condition(parts.get(i), server);
    }
    return List.of(conditions);
  }

  private static Condition matcher(Expression.Matcher matcher, Router.Server server)
      throws InvalidRuleException {
    if (server == Router.Server.TRAEFIK && ONLY_TRAEFIKS.contains(matcher.name())) {
      return new Condition.OfCall(call -> true);
    }
    List<String> arguments = matcher.arguments();
    return switch (matcher.name()) {
      case "host", "hostheader" -> {
        List<String> hosts = some(matcher).map(it -> it.strip().toLowerCase(Locale.ROOT)).toList();
        yield new Condition.OfHost(hosts::contains);
      }
      case "hostregexp" -> {
        Predicate<String> any = none -> false;
        for (String pattern : some(matcher).toList()) {
          any = any.or(Regex.host(pattern)::find);
        }
        yield new Condition.OfHost(any);
      }
      case "path" -> {
        some(matcher);
        yield new Condition.OfCall(call -> arguments.contains(call.path()));
      }
      case "pathprefix" -> {
        some(matcher);
        yield new Condition.OfCall(call -> arguments.stream().anyMatch(call.path()::startsWith));
      }
      case "pathregexp" -> {
        Regex regex = Regex.of(exactly(1, matcher).getFirst());
        yield new Condition.OfCall(call -> regex.find(call.path()));
      }
      case "method" -> {
        List<String> methods = some(matcher).map(it -> it.toUpperCase(Locale.ROOT)).toList();
        yield new Condition.OfCall(call -> methods.contains(call.method()));
      }
      case "header", "headers" -> {
        List<String> both = exactly(2, matcher);
        yield new Condition.OfCall(
            call -> call.headers().apply(both.getFirst()).contains(both.getLast()));
      }
      case "headerregexp", "headersregexp" -> {
        String name = exactly(2, matcher).getFirst();
        Regex regex = Regex.of(arguments.getLast());
        yield new Condition.OfCall(
            call -> call.headers().apply(name).stream().anyMatch(regex::find));
      }
      case "query" -> query(matcher);
      default ->
          throw new InvalidRuleException(
              "has the matcher "
                  + matcher.name()
                  + ", which is not among those of the embedded ingress: Host, HostRegexp, Path,"
                  + " PathPrefix, PathRegexp, Method, Header, HeaderRegexp, Query");
    };
  }

  /** {@code Query(`key`, `value`)}, {@code Query(`key`)}, and v2's {@code Query(`key=value`)}. */
  private static Condition query(Expression.Matcher matcher) throws InvalidRuleException {
    List<String> arguments = some(matcher).toList();
    if (arguments.size() > 2) {
      throw new InvalidRuleException("gives Query " + arguments.size() + " arguments");
    }
    String first = arguments.getFirst();
    boolean joined = arguments.size() == 1 && first.contains("=");
    String key = joined ? first.substring(0, first.indexOf('=')) : first;
    String value =
        joined
            ? first.substring(first.indexOf('=') + 1)
            : arguments.size() == 2 ? arguments.getLast() : "";
    boolean anyValue = value.isEmpty();
    return new Condition.OfCall(
        call ->
            Arrays.stream(call.query() == null ? new String[0] : call.query().split("&"))
                .map(it -> it.split("=", 2))
                .filter(it -> decoded(it[0]).equals(key))
                .anyMatch(it -> anyValue || (it.length == 2 && decoded(it[1]).equals(value))));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a broken escape stands for itself
    }
  }

  private static Stream<String> some(Expression.Matcher matcher) throws InvalidRuleException {
    if (matcher.arguments().isEmpty()) {
      throw new InvalidRuleException("gives " + matcher.name() + " nothing to match");
    }
    return matcher.arguments().stream();
  }

  private static List<String> exactly(int count, Expression.Matcher matcher)
      throws InvalidRuleException {
    if (matcher.arguments().size() != count) {
      throw new InvalidRuleException(
          "gives %s %d arguments instead of %d"
              .formatted(matcher.name(), matcher.arguments().size(), count));
    }
    return matcher.arguments();
  }
}
