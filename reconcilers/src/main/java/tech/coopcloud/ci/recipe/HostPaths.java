package tech.coopcloud.ci.recipe;

import java.nio.file.Path;

/**
 * What the source of a bind mount stands for. Docker has relative ones start at the folder of the
 * first compose file; a run keeps them as they are written, because the recipe's folder here is
 * nothing that a service may see, and the policy names what it refuses in the recipe's own words.
 */
@FunctionalInterface
interface HostPaths {
  HostPaths AS_WRITTEN = source -> source;

  String of(String source);

  static HostPaths relativeTo(Path folder) {
    return source ->
        source.isEmpty() || source.startsWith("/") || source.startsWith("~")
            ? source
            : folder.resolve(source).normalize().toString();
  }
}
