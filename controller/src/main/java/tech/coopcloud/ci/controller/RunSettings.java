package tech.coopcloud.ci.controller;

import org.jspecify.annotations.Nullable;

/**
 * What is said of the finished runs that are kept; every field may be left out.
 *
 * @param minFree in percent of the data folder's file system
 */
record RunSettings(@Nullable Integer minFree) {
  private static final int DEFAULT_MIN_FREE = 5;

  /** In percent: what the command line says, else the file, else the default. */
  static int minFree(@Nullable RunSettings commandLine, @Nullable RunSettings file) {
    Integer said = file == null ? null : file.minFree();
    if (commandLine != null && commandLine.minFree() != null) {
      said = commandLine.minFree();
    }
    return said == null ? DEFAULT_MIN_FREE : FreeShare.checked("--runs-min-free", said);
  }
}
