package tech.coopcloud.ci.oracle;

import static tech.coopcloud.ci.oracle.Recipes.block;
import static tech.coopcloud.ci.oracle.Recipes.one;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The field {@code deploy}. */
final class Deploy {
  private static final List<Arbitrary<String>> REST =
      List.of(
          block(
              "labels",
              "a: b",
              "num: 1",
              "coop-cloud.${STACK_NAME}.version: x",
              "e: ''",
              "w: ${WORD}",
              "<<: *labels"),
          block(
              "labels",
              "- \"traefik.enable=true\"",
              "- \"rule=Host(`${DOMAIN}`${UNKNOWN})\"",
              "- bare",
              "- \"r=https://$${1}\""),
          update("update_config"),
          update("rollback_config"),
          one(
              "resources",
              "*resources",
              "{limits: {cpus: '0.50', memory: 512M, pids: 100}}",
              "{limits: {cpus: '1'}, reservations: {memory: 1gb}}",
              "{reservations: {cpus: '.25', memory: 100MB}}",
              "{limits: {memory: 1.5G}}",
              "{}",
              "{limits: {}}",
              "{limits: {memory: '${NUMBER}00m'}}"),
          block(
              "restart_policy",
              "condition: on-failure",
              "delay: 5s",
              "max_attempts: 3",
              "window: 2m"),
          one(
              "restart_policy",
              "{condition: any}",
              "{condition: none}",
              "{max_attempts: 0}",
              "{max_attempts: $NUMBER}",
              "{}"));

  private Deploy() {}

  static Arbitrary<String> base() {
    return Combinators.combine(
            one(
                "mode",
                "replicated\n  replicas: 2",
                "global",
                "replicated",
                "replicated\n  replicas: ${NUMBER}",
                "replicated\n  replicas: 0",
                "replicated\n  replicas: \"${NUMBER}\""),
            placement(),
            rest())
        .as(Deploy::field);
  }

  /** Mode and constraints are the first file's: a service that is global has no replicas. */
  static Arbitrary<String> overlay() {
    return rest().map(fields -> fields.isEmpty() ? "deploy: {}" : "deploy:\n" + indented(fields));
  }

  private static Arbitrary<List<String>> rest() {
    return Arbitraries.integers()
        .between(0, REST.size() - 1)
        .flatMap(REST::get)
        .list()
        .ofMaxSize(4)
        .map(
            fields -> {
              var byName = new LinkedHashMap<String, String>();
              fields.forEach(it -> byName.putIfAbsent(it.substring(0, it.indexOf(':')), it));
              return List.copyOf(byName.values());
            });
  }

  private static String field(String mode, List<String> placement, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(mode.replace("\n  ", "\n")));
    boolean global = mode.equals("mode: global");
    all.add(
        "placement:\n"
            + indented(
                placement.stream().filter(it -> !global || !it.startsWith("max_")).toList()));
    all.addAll(rest);
    return "deploy:\n" + indented(all);
  }

  private static String indented(List<String> fields) {
    return String.join("\n", fields).indent(2).stripTrailing();
  }

  private static Arbitrary<List<String>> placement() {
    return Combinators.combine(
            Arbitraries.of("", "\n  - node.role == manager", "\n  - node.labels.${WORD} != x"),
            Recipes.some(
                0,
                "preferences: [{spread: node.labels.zone}, {spread: node.id}]",
                "max_replicas_per_node: 4"))
        .as(
            (constraint, more) -> {
              List<String> all =
                  new ArrayList<>(
                      List.of(
                          "constraints:"
                              + constraint
                              + "\n"
                              + GeneratedRecipe.nowhere()
                                  .stripLeading()
                                  .indent(2)
                                  .stripTrailing()));
              all.addAll(more);
              return all;
            });
  }

  private static Arbitrary<String> update(String name) {
    return Arbitraries.oneOf(
        block(
            name,
            "parallelism: 2",
            "delay: 10s",
            "failure_action: rollback"
                .replace("rollback", name.startsWith("r") ? "pause" : "rollback"),
            "monitor: 15s",
            "max_failure_ratio: 0.3",
            "order: start-first"),
        one(
            name,
            "{}",
            "{parallelism: 0}",
            "{parallelism: $NUMBER, max_failure_ratio: $FRACTION}",
            "{order: stop-first}",
            "{failure_action: continue, max_failure_ratio: 1}"));
  }
}
