package tech.coopcloud.ci.recipe.policy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Labels by which Traefik routes: a run may take the traffic of its own domain and send it to its
 * own services, and may set nothing that all routes share. Keys have no case for Traefik.
 */
final class RouteRules {
  private static final Pattern KEY =
      Pattern.compile(
          "traefik\\.(http|tcp|udp)\\.(routers|services|middlewares|serverstransports)"
              + "\\.([^.]+)\\.(.+)");

  private RouteRules() {}

  static void judge(Policy policy, StackSpec stack, ServiceSpec service, Denials denials) {
    Map<String, String> labels = new HashMap<>(service.container().labels());
    labels.putAll(service.labels());
    labels.forEach(
        (key, value) -> {
          String lower = key.toLowerCase(Locale.ROOT);
          Matcher matcher = KEY.matcher(lower);
          if (matcher.matches()) {
            RouteLabel label =
                new RouteLabel(
                    key, matcher.group(1), matcher.group(3), matcher.group(4), value.strip());
            new RouteJudge(policy, stack, service.shortName(), denials)
                .judge(matcher.group(2), label);
          } else if (lower.startsWith("traefik.tls.")) {
            denials.deny(
                "traefik:" + key + "=" + value,
                service.shortName(),
                "deploy.labels: " + key,
                "changes the encryption of every route");
          }
        });
  }
}
