package tech.coopcloud.ci.oracle;

import net.jqwik.api.Arbitrary;

/** Secrets and configs of a service. */
final class References {
  private References() {}

  /**
   * @param section secrets or configs
   */
  static Arbitrary<String> references(String section) {
    return Recipes.block(
        section,
        "- plain",
        "- source: templated\n  target: /etc/templated.conf\n  mode: 0440",
        "- {source: named, uid: '33', gid: \"${NUMBER}\"}",
        "- {source: external, mode: 256, target: a/b}",
        "- {source: labelled, mode: $NUMBER}");
  }
}
