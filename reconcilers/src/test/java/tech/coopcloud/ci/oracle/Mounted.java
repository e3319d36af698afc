package tech.coopcloud.ci.oracle;

import net.jqwik.api.Arbitrary;

/** Volumes of a service, short and long. No two of them have one target. */
final class Mounted {
  private Mounted() {}

  /**
   * @param folder where the targets are, so that those of two files do not meet
   */
  static Arbitrary<String> volumes(String folder) {
    return Recipes.block(
            "volumes",
            "- data:/F/a",
            "- data:/F/b:ro",
            "- plain:/F/c:rw,nocopy",
            "- /F/anonymous",
            "- ./files:/F/bound:ro",
            "- /var/lib/${WORD}:/F/host:rshared",
            "- {type: volume, source: labelled, target: /F/d, read_only: true, volume: {nocopy: true}}",
            "- {type: volume, source: driven, target: /F/e}",
            "- {type: volume, source: external, target: /F/f}",
            "- {type: volume, target: /F/g, read_only: \"${YES}\"}",
            "- {type: tmpfs, target: /F/h}",
            "- {type: tmpfs, target: /F/i, tmpfs: {size: 1000000}}",
            "- {type: bind, source: /srv, target: /F/j, bind: {propagation: rslave}}",
            "- {type: bind, source: files, target: /F/k, consistency: cached}",
            "- {type: volume, source: named, target: \"/F/${WORD}\", volume: {nocopy: false}}",
            "- old:/F/l",
            "- {type: volume, source: data, target: /F/m, volume: {}}",
            "- {type: bind, source: ../up, target: /F/n, bind: {}}",
            "- {type: tmpfs, target: /F/o, tmpfs: {}}")
        .map(field -> field.replace("/F/", "/" + folder + "/"));
  }
}
