package tech.coopcloud.ci.controller;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.controller.dashboard.Dashboard;

/**
 * The plain listener, for a browser, for git, for a proxy to stand before: dashboard, health,
 * metrics and the state repository at {@code /git/state.git}. On loopback it serves the Kubernetes
 * API too, since no token leaves the machine there.
 */
final class Web implements AutoCloseable {
  private final Address address;
  private final Dashboard dashboard;
  private final Javalin javalin;

  private Web(Address address, Dashboard dashboard, Javalin javalin) {
    this.address = address;
    this.dashboard = dashboard;
    this.javalin = javalin;
  }

  /**
   * @param more adds routes to those of the dashboard
   */
  static Web start(
      Address address, State state, Dashboard dashboard, Consumer<JavalinDefaultRoutingApi> more)
      throws IOException {
    Javalin javalin =
        listen(
            address,
            config -> {
              git(config, state);
              if (isLoopback(address)) {
                state.api().install(config);
              }
              dashboard.install(config.routes);
              more.accept(config.routes);
            });
    return new Web(address, dashboard, javalin);
  }

  /** A plain listener that runs. */
  static Javalin listen(Address address, Consumer<JavalinConfig> what) throws IOException {
    Javalin javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = true;
              config.jetty.host = address.host();
              config.jetty.port = address.port();
              what.accept(config);
            });
    try {
      javalin.start();
    } catch (RuntimeException e) {
      throw new IOException(
          "nothing can listen on "
              + address
              + ": is another cc-ci running, or the port in use? Give another --listen",
          e);
    }
    return javalin;
  }

  private static void git(JavalinConfig config, State state) {
    config.jetty.modifyServletContextHandler(
        context -> context.addServlet(new ServletHolder(state.git().servlet()), "/git/*"));
  }

  private static boolean isLoopback(Address address) {
    try {
      return InetAddress.getByName(address.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // listening there will say so
    }
  }

  URI uri() {
    return uri(address, javalin);
  }

  /** Where one listens that was told an address, whose port may be 0. */
  static URI uri(Address address, Javalin javalin) {
    return URI.create("http://" + new Address(address.host(), javalin.port()));
  }

  /** Where the Kubernetes API is served without TLS, or null where it is not. */
  @Nullable URI loopbackApi() {
    return isLoopback(address) ? uri() : null;
  }

  /** Ends the answers that follow something, lets the others finish, and stops listening. */
  @Override
  public void close() {
    dashboard.close();
    javalin.stop();
  }
}
