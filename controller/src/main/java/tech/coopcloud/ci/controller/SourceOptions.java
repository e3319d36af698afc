package tech.coopcloud.ci.controller;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the command line may say of where recipes are fetched from. */
final class SourceOptions {
  @Option(
      names = "--source-hosts",
      split = ",",
      paramLabel = "HOST",
      description =
          "Recipes are fetched from here too, beside the forge and the hosts of enrolled Recipes:"
              + " HOST or HOST:PORT, over https; ssh://HOST or http://HOST:PORT.")
  private @Nullable List<String> hosts;

  @Option(
      names = "--source-local-paths",
      negatable = true,
      fallbackValue = "true",
      description =
          "Whether paths of this machine are fetched from. Default: only with neither --forge nor"
              + " --state.")
  private @Nullable Boolean localPaths;

  @Option(
      names = "--source-tokens",
      split = ",",
      paramLabel = "HOST=FILE",
      description =
          "File with a token that may read private recipe repositories of a host, mode 600. The"
              + " forge's own is --forge-token-file.")
  private @Nullable Map<String, String> tokens;

  SourceSettings said() {
    return new SourceSettings(hosts, localPaths, tokens);
  }
}
