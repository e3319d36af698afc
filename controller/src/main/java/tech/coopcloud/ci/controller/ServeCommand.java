package tech.coopcloud.ci.controller;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cc-ci serve}: runs until it is told to stop. */
@Command(
    name = "serve",
    description = "Serves the state, reconciles runs, shows the dashboard.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder that holds the state, logs and keys.")
  private Path data;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Dashboard, git over HTTP, health, metrics. Default: 127.0.0.1:8080.")
  private @Nullable String listen;

  @Option(
      names = "--api-listen",
      paramLabel = "HOST:PORT",
      description = "Kubernetes API, over TLS. Default: 127.0.0.1:8443.")
  private @Nullable String apiListen;

  @Option(
      names = "--ingress",
      paramLabel = "KIND",
      description =
          "What leads to deployments: embedded (in this process, for a swarm of one node), or traefik:"
              + " the Traefik that the swarm runs on the network proxy, else one that cc-ci deploys."
              + " Default: embedded.")
  private @Nullable String ingress;

  @Option(
      names = "--ingress-listen",
      paramLabel = "HOST:PORT",
      description =
          "Where deployments answer, over TLS. Default: a free port of 127.0.0.1. A Traefik that is"
              + " deployed listens on every address of the node.")
  private @Nullable String ingressListen;

  @Option(
      names = "--ingress-certificate",
      paramLabel = "FILE",
      description =
          "Certificate for *.DOMAIN with its chain, in PEM, for Traefik to show. Default: one of an"
              + " authority of its own.")
  private @Nullable String ingressCertificate;

  @Option(
      names = "--ingress-key",
      paramLabel = "FILE",
      description = "Key of that certificate, in PEM.")
  private @Nullable String ingressKey;

  @Option(
      names = "--zone",
      paramLabel = "DOMAIN",
      description = "Domain under which each run gets its own. Default: ci.localhost.")
  private @Nullable String zone;

  @Option(
      names = "--capacity",
      paramLabel = "N",
      description = "How many runs may go on at once. Default: what the machine has room for.")
  private @Nullable Integer capacity;

  @Option(
      names = "--nodes",
      paramLabel = "this|all",
      description =
          "Nodes of the swarm that runs are deployed on. Default: this, where cc-ci runs; with all,"
              + " what lands on another node cannot be backed up, and its volumes stay there.")
  private @Nullable String nodes;

  @Mixin private ForgeOptions forgeOptions = new ForgeOptions();

  @Mixin private ImageOptions imageOptions = new ImageOptions();

  @Mixin private RunOptions runOptions = new RunOptions();

  @Mixin private SourceOptions sourceOptions = new SourceOptions();

  @Option(
      names = "--state",
      paramLabel = "URL",
      description =
          "State repository on a Gitea, kept equal to the one in DIR. Default: that one alone.")
  private @Nullable String state;

  @Option(
      names = "--state-token-file",
      paramLabel = "FILE",
      description =
          "Holds a token that may read and write the state repository; mode 600, read anew at every"
              + " use.")
  private @Nullable String stateTokenFile;

  @Option(
      names = "--take-over",
      description =
          "Leads in place of a server that held the state repository alone and does not answer. Only"
              + " for when that one is gone for good.")
  private boolean takeOver;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML file with the same settings: listen, apiListen, ingress, ingressListen,"
              + " ingressCertificate, ingressKey, zone, capacity, nodes, state,"
              + " stateTokenFile, forge, images, runs, sources.")
  private @Nullable Path config;

  @Override
  public Integer call() throws InterruptedException {
    Logging.configure();
    Settings settings =
        Settings.of(
            data,
            new Settings.Source(
                listen,
                apiListen,
                ingress,
                ingressListen,
                ingressCertificate,
                ingressKey,
                zone,
                capacity,
                nodes,
                state,
                stateTokenFile,
                forgeOptions.said(),
                imageOptions.said(),
                runOptions.said(),
                sourceOptions.said()),
            config == null ? Settings.Source.EMPTY : Settings.Source.read(config));
    Server server = Server.start(settings, takeOver);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    new CountDownLatch(1).await();
    return 0;
  }

  /** A signal to stop is an orderly end, so the exit code is 0; the JVM alone would make it 143. */
  private static void stop(Server server) {
    server.close();
    Runtime.getRuntime().halt(0);
  }
}
