package tech.coopcloud.ci.controller;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the command line may say of the images that are pulled. */
final class ImageOptions {
  @Option(
      names = "--images-unused-for",
      paramLabel = "DURATION",
      description =
          "How long an image that cc-ci pulled stays in the engine after its last use, unless the"
              + " next run needs it. Default: 168h.")
  private @Nullable String unusedFor;

  @Option(
      names = "--images-min-free",
      paramLabel = "PERCENT",
      description =
          "With less than this free on the engine's disk such images go sooner; 0 for never."
              + " Default: 10.")
  private @Nullable Integer minFree;

  ImageSettings said() {
    return new ImageSettings(unusedFor, minFree);
  }
}
