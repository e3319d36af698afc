package tech.coopcloud.ci.controller;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * One line a record on standard error; of the libraries only what went wrong. {@code
 * -Djava.util.logging.config.file=FILE} in {@code CC_CI_JAVA_OPTS} replaces it.
 */
final class Logging {
  private static final String DEFAULTS =
      """
      handlers=java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level=ALL
      java.util.logging.ConsoleHandler.formatter=java.util.logging.SimpleFormatter
      java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n
      .level=WARNING
      tech.coopcloud.ci.level=INFO
      io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils.level=SEVERE
      """;

  private Logging() {}

  static void configure() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try {
      LogManager.getLogManager()
          .readConfiguration(
              new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory cannot be read", e);
    }
  }
}
