package tech.coopcloud.ci.oracle;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The networks, volumes, secrets and configs that generated services refer to. */
final class Declared {
  /** The network and the config that are there before. */
  static final String OUTSIDE = "cc-ci-oracle-outside";

  private Declared() {}

  static Arbitrary<List<String>> sections() {
    return Combinators.combine(networks(), volumes(), files("secrets"), files("configs"))
        .as((networks, volumes, secrets, configs) -> List.of(networks, volumes, secrets, configs));
  }

  private static Arbitrary<String> networks() {
    return Combinators.combine(
            Arbitraries.of(
                "{}",
                "{internal: true, attachable: true}",
                "{driver: overlay, driver_opts: {encrypted: 'true'}}",
                "{driver_opts: {com.docker.network.driver.mtu: 1400, other: $WORD}}",
                "{labels: {a: b, num: 5, w: $WORD}}"),
            Arbitraries.of(
                "{ipam: {config: [{subnet: 10.231.7.0/24}]}}",
                "{ipam: {driver: default, config: [{subnet: '10.232.${NUMBER}.0/24'}]}}",
                "{ipam: {driver: default}}",
                "{attachable: $YES, labels: [flag, a=b]}"),
            Arbitraries.of("", "{}", "{external: false}"))
        .as(
            (front, back, plain) ->
                """
                networks:
                  front: %s
                  back: %s
                  plain: %s
                  empty:
                  named: {name: "${STACK_NAME}_own_${NUMBER}"}
                  cc-ci-oracle-outside: {external: true}
                  unused: {}
                """
                    .formatted(front, back, plain));
  }

  private static Arbitrary<String> volumes() {
    return Combinators.combine(
            Arbitraries.of("", "{}", "{driver: local}", "{driver_opts: {}}"),
            Arbitraries.of("{labels: {a: $WORD, num: 1}}", "{labels: [x=y, flag]}"),
            Arbitraries.of(
                "{driver: nfs, driver_opts: {o: addr=1.2.3.4, num: 5}}",
                "{driver_opts: {type: tmpfs, device: tmpfs, o: size=1m}}"))
        .as(
            (data, labelled, driven) ->
                """
                volumes:
                  data: %s
                  labelled: %s
                  driven: %s
                  plain:
                  external: {external: true}
                  old: {external: {name: "old-${WORD}"}}
                  named: {name: "${STACK_NAME}-own"}
                  unused: {}
                """
                    .formatted(data, labelled, driven));
  }

  private static Arbitrary<String> files(String section) {
    String file = section.equals("secrets") ? "secret.txt" : "one.conf";
    return Combinators.combine(
            Arbitraries.of("{file: %s}", "{file: ./%s}", "{file: %s, external: false}"),
            Arbitraries.of(
                "{file: %s, labels: {a: $WORD, num: 2}}", "{file: %s, labels: [x=y, flag]}"))
        .as(
            (plain, labelled) ->
                """
                %s:
                  plain: %s
                  labelled: %s
                  templated: {file: files/two.conf.tmpl, template_driver: golang, name: "${STACK_NAME}_t_v${NUMBER}"}
                  named: {name: "${STACK_NAME}_named", file: %s}
                  external: {external: true, name: "%s"}
                """
                    .formatted(
                        section,
                        plain.formatted(file),
                        labelled.formatted(file),
                        file,
                        section.equals("secrets") ? "${STACK_NAME}_external_v1" : OUTSIDE));
  }
}
