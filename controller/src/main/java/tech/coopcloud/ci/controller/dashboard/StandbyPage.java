package tech.coopcloud.ci.controller.dashboard;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a server that does not lead answers: {@code /healthz} and {@code /readyz} as always, since
 * it does what it is there for, and to all else 503 with what it waits for: to a browser the
 * sentence, to others a Kubernetes {@code Status}.
 */
public final class StandbyPage {
  private final Supplier<String> waiting;
  private final HealthEndpoints health;

  /**
   * @param waiting what for, without a full stop
   */
  public StandbyPage(Supplier<String> waiting, Readiness readiness) {
    this.waiting = waiting;
    this.health = new HealthEndpoints(readiness);
  }

  public void install(JavalinDefaultRoutingApi routes) {
    routes.get("/healthz", health::healthz);
    routes.get("/readyz", health::readyz);
    routes.error(404, this::wait);
  }

  private void wait(Context context) {
    String sentence = "This server does not lead: " + waiting.get();
    context.header("Retry-After", "5");
    if (Objects.requireNonNullElse(context.header("Accept"), "").contains("text/html")) {
      Headers.secure(context);
      context.status(503).contentType("text/plain; charset=utf-8").result(sentence + ".\n");
    } else {
      PlainError.write(context, 503, sentence);
    }
  }
}
