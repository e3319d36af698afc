package tech.coopcloud.ci.controller;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the command line may say of the finished runs that are kept. */
final class RunOptions {
  @Option(
      names = "--runs-min-free",
      paramLabel = "PERCENT",
      description =
          "With less than this free on the disk of DIR finished runs go, the oldest first, whatever"
              + " their recipes keep, but for the newest of each; 0 for never. Default: 5.")
  private @Nullable Integer minFree;

  RunSettings said() {
    return new RunSettings(minFree);
  }
}
