package tech.coopcloud.ci.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.backup.Backups;
import tech.coopcloud.ci.browser.Browser;
import tech.coopcloud.ci.browser.PlaywrightBrowser;
import tech.coopcloud.ci.controller.dashboard.Dashboard;
import tech.coopcloud.ci.controller.dashboard.InformerSource;
import tech.coopcloud.ci.controller.dashboard.Metrics;
import tech.coopcloud.ci.controller.dashboard.Problem;
import tech.coopcloud.ci.controller.dashboard.Readiness;
import tech.coopcloud.ci.controller.dashboard.RunDirectory;
import tech.coopcloud.ci.controller.trigger.Hints;
import tech.coopcloud.ci.disk.Disk;
import tech.coopcloud.ci.history.RunPruner;
import tech.coopcloud.ci.image.PulledImages;
import tech.coopcloud.ci.ingress.EmbeddedIngress;
import tech.coopcloud.ci.ingress.Ingress;
import tech.coopcloud.ci.ingress.TraefikIngress;
import tech.coopcloud.ci.log.RunLogs;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.schedule.ScheduleController;
import tech.coopcloud.ci.source.SourceFetcher;
import tech.coopcloud.ci.store.object.StorageException;
import tech.coopcloud.ci.store.rest.ApiServer;
import tech.coopcloud.ci.store.rest.Pki;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;
import tech.coopcloud.ci.testrun.Effects;
import tech.coopcloud.ci.testrun.Stacks;
import tech.coopcloud.ci.testrun.TestRunController;

/** The whole process, wired from top to bottom; stopped in the reverse order. */
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final long NO_RESYNC = 0;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private Server() {}

  /**
   * Starts everything; when this returns, runs are being reconciled. Where another server leads on
   * the same state repository, that may take long.
   *
   * @param takeOver whether a leader that does not answer is gone for good
   * @throws StartupException when something that only a person can mend is in the way
   */
  static Server start(Settings settings, boolean takeOver) {
    Server server = new Server();
    try {
      server.run(settings, takeOver);
    } catch (IOException | GeneralSecurityException e) {
      server.close();
      throw new StartupException("cc-ci cannot start: " + e.getMessage() + ".", e);
    } catch (StorageException e) {
      server.close();
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (SwarmException e) {
      server.close();
      throw new StartupException("cc-ci cannot start: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void run(Settings settings, boolean takeOver)
      throws IOException, GeneralSecurityException {
    DataFolder data = DataFolder.open(settings.data());
    Leadership leadership = opened(Leadership.await(settings, data, takeOver));
    InformerSource source = new InformerSource();
    Metrics metrics = new Metrics(source);
    // The doors through which a server acts on what others see; behind each it must still lead.
    Runnable guard = leadership.lead()::require;
    Swarm swarm = opened(new DockerSwarm(settings.nodes(), guard));
    EngineWatch engine = opened(new EngineWatch(swarm, settings.nodes()));
    State state = opened(State.open(data, settings.remote(), leadership.lead()));
    leadership.begun();
    metrics.storeCommits(state::commits).storeProblems(() -> state.problems().size());
    Optional<ForgeLink> forge =
        Optional.ofNullable(settings.forge()).map(of -> new ForgeLink(of, guard, source::recipes));
    RunPruner pruner =
        new RunPruner(
            data.root(),
            () -> Disk.of(data.root()),
            settings.runsMinFree(),
            source::runs,
            Clock.systemUTC());
    Dashboard dashboard =
        new Dashboard(
            source,
            new RunDirectory(data.runs(), source::uid),
            state::archivedRuns,
            () ->
                Stream.of(
                        forge.stream().flatMap(link -> link.problems().stream()),
                        state.problems().stream(),
                        pruner.problem().map(text -> new Problem("", "DiskFull", text)).stream())
                    .flatMap(problems -> problems)
                    .toList(),
            metrics,
            new Readiness()
                .part("state", state::problem)
                .part("reconcilers", source::problem)
                .part("engine", engine::problem)
                .detail("remote", state::remoteProblem));
    Hints tagHints = new Hints(() -> source.recipes().stream().filter(Server::runsTags).toList());
    Pki pki = new Pki(data.pki(), List.of(settings.apiListen().host()), Clock.systemUTC());
    ApiServer api =
        opened(
            new ApiServer(
                state.api(),
                state.tokens(),
                pki,
                settings.apiListen().socket(),
                config -> dashboard.installRunFiles(config.routes)));
    Web web =
        opened(
            Web.start(
                settings.listen(),
                state,
                dashboard,
                routes ->
                    forge.ifPresent(
                        link ->
                            link.install(
                                routes,
                                repository ->
                                    state.pushed(repository) || tagHints.of(repository)))));
    api.writeKubeconfig(data.kubeconfig(), web.loopbackApi());

    KubernetesClient client =
        opened(Client.of(api.uri(), pki.caCertificate(), state.tokens().token()));
    SharedIndexInformer<TestRun> runs = followed(client, TestRun.class);
    SharedIndexInformer<Recipe> recipes = followed(client, Recipe.class);
    source.follow(runs, recipes, followed(client, Schedule.class));

    Ingress ingress = opened(ingress(settings, swarm, data));
    Browser browser =
        opened(
            PlaywrightBrowser.of(
                data.browser(),
                PlaywrightBrowser.findChromium(),
                ingress.address(),
                Trust.in(ingress.caCertificate())));
    SourceFetcher sources =
        new SourceFetcher(data.sources(), settings.sources().with(recipes.getStore()::list));
    PulledImages images =
        new PulledImages(swarm, data.images(), settings.images(), Clock.systemUTC());
    metrics.images(images);
    TestRunController controller =
        new TestRunController(
            new TestRunController.Setup(
                client,
                runs,
                recipes,
                swarm,
                ingress,
                browser,
                sources,
                new Stacks(data.checkouts(), sources, data.secretsKey(), ingress),
                images,
                new Backups(data.backups(), data.secretsKey(), restic()),
                opened(new RunLogs(data.runs())),
                metrics.reconciles(),
                new Effects(HaltAt.fromSystemProperty().andThen(_ -> guard.run())),
                data.controllerId(),
                settings.zone(),
                settings.capacity()));
    opened(controller);
    engine.start();
    controller.start();
    opened(pruner).start(run -> client.resource(run).delete());
    opened(
            new ScheduleController(
                client,
                recipes,
                sources,
                tagHints.source(),
                metrics.reconciles(),
                Clock.systemUTC()))
        .start();
    forge.ifPresent(link -> opened(link).start(client, runs, web.uri(), metrics.reconciles()));
    LOG.info(
        "cc-ci {} is ready: dashboard {}, Kubernetes API {}, kubeconfig {}, deployments {}",
        Version.text(),
        web.uri(),
        api.uri(),
        data.kubeconfig(),
        ingress.uri("*." + settings.zone(), "/"));
  }

  private static boolean runsTags(Recipe recipe) {
    return recipe.getSpec() != null
        && recipe.getSpec().forge() != null
        && recipe.getSpec().forge().runsTags();
  }

  /** The restic program, which the stage backup asks for when it needs it. */
  private static String restic() {
    String named = System.getenv("CC_CI_RESTIC");
    return named == null || named.isBlank() ? "restic" : named;
  }

  private static Ingress ingress(Settings settings, Swarm swarm, DataFolder data)
      throws IOException, GeneralSecurityException {
    Settings.Ingress wanted = settings.ingress();
    InetSocketAddress listen = wanted.listen().socket();
    if (wanted.traefik()) {
      return TraefikIngress.start(
          new TraefikIngress.Setup(
              swarm,
              data.controllerId(),
              settings.zone(),
              listen,
              data.ingressPki(),
              wanted.certificate(),
              wanted.key()));
    }
    TraefikIngress.removeLeft(swarm, data.controllerId());
    return EmbeddedIngress.start(
        swarm, data.controllerId(), settings.zone(), listen, data.ingressPki());
  }

  private <T extends HasMetadata> SharedIndexInformer<T> followed(
      KubernetesClient client, Class<T> kind) {
    return opened(client.resources(kind).inAnyNamespace().inform(null, NO_RESYNC));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Finishes the step in hand of each run, then stops; every run can be gone on with. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not stop in an orderly way", part.getClass().getSimpleName(), e);
      }
    }
  }
}
