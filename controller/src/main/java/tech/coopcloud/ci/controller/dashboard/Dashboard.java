package tech.coopcloud.ci.controller.dashboard;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Installs the dashboard's routes. The server must run its handlers on virtual threads: those of
 * {@code /events} and of a followed log stay for as long as somebody looks.
 *
 * <pre>{@code
 * Dashboard dashboard = new Dashboard(source, files, archive, problems, metrics, readiness);
 * Javalin.create(config -> {
 *   config.concurrency.useVirtualThreads = true;
 *   dashboard.install(config.routes);
 * });
 * }</pre>
 */
public final class Dashboard implements AutoCloseable {
  private final Closing closing = new Closing();
  private final Assets assets = new Assets();
  private final Pages pages;
  private final LogEndpoint log;
  private final FileEndpoint file;
  private final LiveEvents events;
  private final BadgeEndpoint badge;
  private final Metrics metrics;
  private final HealthEndpoints health;

  /**
   * @param problems what stands above the list of runs, newest first; asked for every page
   */
  public Dashboard(
      Source source,
      RunFiles files,
      ArchivedRuns.Source archive,
      Supplier<List<Problem>> problems,
      Metrics metrics,
      Readiness readiness) {
    this.pages = new Pages(source, files, archive, problems, assets, Clock.systemUTC());
    this.log = new LogEndpoint(source, files, closing);
    this.file = new FileEndpoint(files);
    this.events = new LiveEvents(source, closing);
    this.badge = new BadgeEndpoint(source);
    this.metrics = metrics;
    this.health = new HealthEndpoints(readiness);
  }

  /** Everything, for the plain listener. */
  public void install(JavalinDefaultRoutingApi routes) {
    routes.get("/", page(pages::runs));
    routes.get("/recipes", page(pages::recipes));
    routes.get("/schedules", page(pages::schedules));
    routes.get("/schedules/{namespace}/{name}", page(pages::schedule));
    routes.get("/archive", page(pages::archive));
    routes.get("/runs/{namespace}/{name}", page(pages::run));
    routes.get("/assets/{file}", assets::handle);
    routes.get("/events", events::handle);
    routes.get("/badge/{file}", badge::handle);
    routes.get("/metrics", metrics::handle);
    routes.get("/healthz", health::healthz);
    routes.get("/readyz", health::readyz);
    installRunFiles(routes);
    routes.error(404, "html", this::missing);
  }

  /** Only logs and files of runs, for the API's listener, where {@code ccctl} asks for them. */
  public void installRunFiles(JavalinDefaultRoutingApi routes) {
    routes.get("/runs/{namespace}/{name}/log", log::handle);
    routes.get("/runs/{namespace}/{name}/files/{file}", file::handle);
  }

  /** Ends the answers that follow something; call it before the server is stopped. */
  @Override
  public void close() {
    closing.close();
  }

  private void missing(Context context) {
    if (context.res().getHeader("Content-Security-Policy") != null) {
      return; // a page of ours has said it already
    }
    pages.error(
        context,
        404,
        "No such page",
        "There is nothing at this address. The runs are on the first page.");
  }

  private Handler page(Consumer<Context> page) {
    return context -> {
      try {
        page.accept(context);
      } catch (RuntimeException e) {
        pages.failed(context, e);
      }
    };
  }
}
