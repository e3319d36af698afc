package tech.coopcloud.ci.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the server is to run: what the command line says, else what the configuration file says, else
 * the default.
 *
 * @param data folder that holds everything
 * @param listen address of the dashboard, of git over HTTP, of health and metrics
 * @param apiListen address of the Kubernetes API
 * @param ingressListen address under which deployments answer; port 0 takes a free one
 * @param zone the domain under which each run gets its own
 * @param capacity how many runs may go on at once
 */
record Settings(
    Path data,
    Address listen,
    Address apiListen,
    Address ingressListen,
    String zone,
    int capacity) {

  private static final long MEMORY_OF_A_RUN = 1_500L << 20;

  /** What the file may say; every field may be left out. */
  record Source(
      @Nullable String listen,
      @Nullable String apiListen,
      @Nullable String ingressListen,
      @Nullable String zone,
      @Nullable Integer capacity) {

    static final Source EMPTY = new Source(null, null, null, null, null);

    /** Reads a YAML file; a field that it does not know is refused. */
    static Source read(Path file) {
      try {
        Source source =
            YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build()
                .readValue(Files.readString(file), Source.class);
        return source == null ? EMPTY : source;
      } catch (JsonProcessingException e) {
        throw new StartupException(
            "The configuration file "
                + file
                + " is not valid: "
                + e.getOriginalMessage()
                + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")")
                + ". It may say listen, apiListen, ingressListen, zone and capacity.",
            e);
      } catch (IOException e) {
        throw new StartupException(
            "The configuration file " + file + " cannot be read: " + e.getMessage() + ".", e);
      }
    }
  }

  static Settings of(Path data, Source commandLine, Source file) {
    Integer capacity = first(commandLine.capacity(), file.capacity());
    if (capacity != null && capacity < 1) {
      throw new StartupException("A capacity of " + capacity + " runs nothing: give at least 1.");
    }
    String zone = first(first(commandLine.zone(), file.zone()), "ci.localhost");
    if (zone == null
        || !zone.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")) {
      throw new StartupException(
          "\"" + zone + "\" is not a domain: give --zone one like ci.example.org.");
    }
    return new Settings(
        data.toAbsolutePath().normalize(),
        Address.of("--listen", first(first(commandLine.listen(), file.listen()), "127.0.0.1:8080")),
        Address.of(
            "--api-listen",
            first(first(commandLine.apiListen(), file.apiListen()), "127.0.0.1:8443")),
        Address.of(
            "--ingress-listen",
            first(first(commandLine.ingressListen(), file.ingressListen()), "127.0.0.1:0")),
        zone,
        capacity == null ? defaultCapacity() : capacity);
  }

  /** A run is given a CPU and a gigabyte and a half. */
  private static int defaultCapacity() {
    long memory =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    long byMemory = memory / MEMORY_OF_A_RUN;
    return (int) Math.max(1, Math.min(byMemory, Runtime.getRuntime().availableProcessors()));
  }

  private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
    return one == null ? other : one;
  }
}
