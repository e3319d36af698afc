package tech.coopcloud.ci.recipe.route;

import java.util.List;

/** A rule of a Traefik router: matchers, joined by {@code &&}, {@code ||} and {@code !}. */
public sealed interface Expression {

  /** Holds when all parts do. */
  record All(List<Expression> parts) implements Expression {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** Holds when one part does. */
  record Any(List<Expression> parts) implements Expression {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** Holds when its part does not. */
  record Not(Expression part) implements Expression {}

  /**
   * {@code Host(`a`, `b`)}.
   *
   * @param name in lower case: Traefik has no case in names of matchers
   */
  record Matcher(String name, List<String> arguments) implements Expression {
    public Matcher {
      arguments = List.copyOf(arguments);
    }
  }
}
