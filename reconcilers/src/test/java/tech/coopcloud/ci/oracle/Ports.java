package tech.coopcloud.ci.oracle;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Ports of a service, short and long; two ranges that do not meet, so that files can be merged. */
final class Ports {
  private Ports() {}

  static Arbitrary<String> published(String range) {
    return Arbitraries.oneOf(
            Recipes.block(
                "ports",
                "- \"R%%1:80\"",
                "- R%%2:81/udp",
                "- \"R%%3-R%%4:90-91\"",
                "- {target: 443, published: R%%5}",
                "- {target: 53, published: R%%6, protocol: udp, mode: host}",
                "- {target: $NUMBER, published: R%%7, mode: ingress, protocol: tcp}",
                "- \"127.0.0.1:R%%8:88\"",
                "- \"R%%9:${NUMBER}\"",
                "- \"R%%0:99/sctp\""),
            Recipes.block("ports", "- \"8080\"", "- 443", "- \"53/udp\"", "- {target: 22}"))
        .map(field -> field.replace("R%%", range + "%%"));
  }
}
