package tech.coopcloud.ci.controller;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import tech.coopcloud.ci.controller.dashboard.Readiness;
import tech.coopcloud.ci.controller.dashboard.StandbyPage;

/** The plain listener of a server that does not lead: its health, and who leads. */
final class StandbyWeb implements AutoCloseable {
  private final Address address;
  private final Javalin javalin;

  private StandbyWeb(Address address, Javalin javalin) {
    this.address = address;
    this.javalin = javalin;
  }

  /**
   * @param waiting what for, without a full stop
   */
  static StandbyWeb start(Address address, Supplier<String> waiting) throws IOException {
    StandbyPage page =
        new StandbyPage(waiting, new Readiness().detail("lease", () -> Optional.of(waiting.get())));
    return new StandbyWeb(address, Web.listen(address, config -> page.install(config.routes)));
  }

  URI uri() {
    return Web.uri(address, javalin);
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
