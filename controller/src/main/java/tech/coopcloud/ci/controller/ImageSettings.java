package tech.coopcloud.ci.controller;

import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.image.ImagePolicy;
import tech.coopcloud.ci.model.Formats;

/**
 * What is said of the images that are pulled; every field may be left out.
 *
 * @param unusedFor a duration such as {@code 168h}
 * @param minFree in percent of the engine's file system
 */
record ImageSettings(@Nullable String unusedFor, @Nullable Integer minFree) {

  /** When images go again: what the command line says, else the file, else the default. */
  static ImagePolicy policy(@Nullable ImageSettings commandLine, @Nullable ImageSettings file) {
    String unusedFor = null;
    Integer minFree = null;
    for (ImageSettings said : new @Nullable ImageSettings[] {file, commandLine}) {
      if (said != null) {
        unusedFor = said.unusedFor() == null ? unusedFor : said.unusedFor();
        minFree = said.minFree() == null ? minFree : said.minFree();
      }
    }
    try {
      return new ImagePolicy(
          unusedFor == null ? ImagePolicy.DEFAULT.unusedFor() : Formats.duration(unusedFor),
          minFree == null
              ? ImagePolicy.DEFAULT.minFree()
              : FreeShare.checked("--images-min-free", minFree));
    } catch (IllegalArgumentException e) {
      throw new StartupException("--images-unused-for: " + e.getMessage(), e);
    }
  }
}
