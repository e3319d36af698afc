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
import tech.coopcloud.ci.image.ImagePolicy;
import tech.coopcloud.ci.source.SourceRules;
import tech.coopcloud.ci.store.git.StateRemote;
import tech.coopcloud.ci.swarm.Nodes;

/**
 * How the server is to run: what the command line says, else what the configuration file says, else
 * the default.
 *
 * @param data folder that holds everything
 * @param listen address of the dashboard, of git over HTTP, of health and metrics
 * @param apiListen address of the Kubernetes API
 * @param ingress what leads to deployments
 * @param zone the domain under which each run gets its own
 * @param capacity how many runs may go on at once
 * @param nodes where runs are deployed
 * @param remote the state repository that the one in the data folder is kept equal to; null for
 *     none
 * @param forge null where there is none
 * @param images when images that were pulled go again
 * @param runsMinFree in percent of the data folder's file system; with less, finished runs go
 * @param sources where recipes may be fetched from, before any is enrolled
 */
record Settings(
    Path data,
    Address listen,
    Address apiListen,
    Ingress ingress,
    String zone,
    int capacity,
    Nodes nodes,
    @Nullable StateRemote remote,
    @Nullable ForgeSettings forge,
    ImagePolicy images,
    int runsMinFree,
    SourceRules sources) {

  private static final long MEMORY_OF_A_RUN = 1_500L << 20;

  /**
   * What leads to deployments.
   *
   * @param traefik whether it is a Traefik rather than cc-ci's own
   * @param listen where it takes connections; port 0 takes a free one
   * @param certificate of a Traefik, in PEM; null for one that is generated
   * @param key of the certificate
   */
  record Ingress(boolean traefik, Address listen, @Nullable Path certificate, @Nullable Path key) {

    static Ingress of(Source commandLine, Source file) {
      String kind = first(first(commandLine.ingress(), file.ingress()), "embedded");
      if (!"embedded".equals(kind) && !"traefik".equals(kind)) {
        throw new StartupException(
            "\"" + kind + "\" is no ingress: give --ingress traefik or --ingress embedded.");
      }
      boolean traefik = "traefik".equals(kind);
      Path certificate = path(first(commandLine.ingressCertificate(), file.ingressCertificate()));
      Path key = path(first(commandLine.ingressKey(), file.ingressKey()));
      if (!traefik && (certificate != null || key != null)) {
        throw new StartupException(
            "The embedded ingress makes its own certificates: leave out --ingress-certificate and --ingress-key, or give --ingress traefik.");
      }
      if (certificate == null && key != null) {
        throw new StartupException(
            "--ingress-key is of no use without --ingress-certificate: give both.");
      }
      return new Ingress(
          traefik,
          Address.of(
              "--ingress-listen",
              first(first(commandLine.ingressListen(), file.ingressListen()), "127.0.0.1:0")),
          certificate,
          key);
    }

    private static @Nullable Path path(@Nullable String text) {
      return text == null ? null : Path.of(text).toAbsolutePath().normalize();
    }
  }

  /** What the file may say; every field may be left out. */
  record Source(
      @Nullable String listen,
      @Nullable String apiListen,
      @Nullable String ingress,
      @Nullable String ingressListen,
      @Nullable String ingressCertificate,
      @Nullable String ingressKey,
      @Nullable String zone,
      @Nullable Integer capacity,
      @Nullable String nodes,
      @Nullable String state,
      @Nullable String stateTokenFile,
      ForgeSettings.@Nullable Source forge,
      @Nullable ImageSettings images,
      @Nullable RunSettings runs,
      @Nullable SourceSettings sources) {

    static final Source EMPTY =
        new Source(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null);

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
                + ". It may say listen, apiListen, ingress, ingressListen, ingressCertificate, ingressKey, zone, capacity, nodes, state, stateTokenFile, forge, images, runs and sources.",
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
    StateRemote remote =
        RemoteSettings.of(
            first(commandLine.state(), file.state()),
            first(commandLine.stateTokenFile(), file.stateTokenFile()));
    ForgeSettings forge = ForgeSettings.of(commandLine.forge(), file.forge());
    return new Settings(
        data.toAbsolutePath().normalize(),
        Address.of("--listen", first(first(commandLine.listen(), file.listen()), "127.0.0.1:8080")),
        Address.of(
            "--api-listen",
            first(first(commandLine.apiListen(), file.apiListen()), "127.0.0.1:8443")),
        Ingress.of(commandLine, file),
        zone,
        capacity == null ? defaultCapacity() : capacity,
        nodes(first(first(commandLine.nodes(), file.nodes()), "this")),
        remote,
        forge,
        ImageSettings.policy(commandLine.images(), file.images()),
        RunSettings.minFree(commandLine.runs(), file.runs()),
        SourceSettings.rules(
            commandLine.sources(), file.sources(), forge, forge == null && remote == null));
  }

  private static Nodes nodes(@Nullable String said) {
    return switch (said) {
      case "this" -> Nodes.THIS;
      case "all" -> Nodes.ALL;
      case null, default ->
          throw new StartupException(
              "\"" + said + "\" is no choice of nodes: give --nodes this or --nodes all.");
    };
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
