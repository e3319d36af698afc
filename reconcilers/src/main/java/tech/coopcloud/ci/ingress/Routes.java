package tech.coopcloud.ci.ingress;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the labels of one stack make Traefik serve over https, and why it does not serve the
 * rest.
 *
 * @param routers the first that matches is taken
 * @param problems sentences
 */
record Routes(List<Router> routers, List<String> problems) {
  private static final int MOST_SENTENCES = 3;

  Routes {
    routers =
        routers.stream()
            .sorted(
                Comparator.comparingLong(Router::priority).reversed().thenComparing(Router::name))
            .toList();
    problems = List.copyOf(problems);
  }

  Optional<Router> match(Call call) {
    return routers.stream().filter(it -> it.condition().matches(call)).findFirst();
  }

  /** Says why there is no request for the host that would be led to a service; null if there is. */
  @Nullable String whyNot(String host) {
    if (routers.stream().anyMatch(it -> it.condition().mayMatch(host))) {
      return null;
    }
    List<String> others =
        routers.stream()
            .map(
                it ->
                    "The router '%s' does not match it: its rule is %s."
                        .formatted(it.name(), shortened(it.rule())))
            .toList();
    List<String> all =
        java.util.stream.Stream.concat(problems.stream(), others.stream())
            .distinct()
            .limit(MOST_SENTENCES)
            .toList();
    return "Nothing leads %s to a service of the stack. %s".formatted(host, String.join(" ", all));
  }

  static String shortened(String rule) {
    return rule.length() <= 200 ? rule : rule.substring(0, 200) + "...";
  }
}
