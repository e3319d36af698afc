package tech.coopcloud.ci.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.TestRun;

class LogEndpointTest {
  @TempDir Path root;

  @Test
  void theLogOfARunThatWasCreatedThisMomentIsShown() throws Exception {
    Files.createDirectories(root.resolve("default/new-12345678"));
    Files.writeString(root.resolve("default/new-12345678/run.log"), "a line\n");
    Known known = new Known("new", 2);

    HttpResponse<String> answer = log(known, "new");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aRunThatDoesNotExistHasNoLog() throws Exception {
    HttpResponse<String> answer = log(new Known("new", 0), "old");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("there is no run default/old");
  }

  private HttpResponse<String> log(Known source, String name) throws Exception {
    RunFiles files = new RunDirectory(root, (_, of) -> source.uid(of));
    try (HttpClient client = HttpClient.newHttpClient()) {
      LogEndpoint endpoint = new LogEndpoint(source, files, new Closing());
      Javalin server =
          Javalin.create(
                  config -> config.routes.get("/runs/{namespace}/{name}/log", endpoint::handle))
              .start("127.0.0.1", 0);
      try {
        URI address =
            URI.create("http://127.0.0.1:" + server.port() + "/runs/default/" + name + "/log");
        return client.send(
            HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      } finally {
        server.stop();
      }
    }
  }

  /** Knows one run, as an informer does: a few looks after it is there. */
  private static final class Known implements Source {
    private final TestRun run = new TestRun();
    private final AtomicInteger before;

    Known(String name, int looks) {
      run.getMetadata().setName(name);
      run.getMetadata().setUid("12345678-0000");
      before = new AtomicInteger(looks);
    }

    Optional<String> uid(String name) {
      return run("default", name).map(found -> found.getMetadata().getUid());
    }

    @Override
    public List<TestRun> runs() {
      return List.of(run);
    }

    @Override
    public Optional<TestRun> run(String namespace, String name) {
      return before.getAndDecrement() > 0
          ? Optional.empty()
          : Optional.of(run).filter(it -> it.getMetadata().getName().equals(name));
    }

    @Override
    public List<Recipe> recipes() {
      return List.of();
    }

    @Override
    public List<Schedule> schedules() {
      return List.of();
    }

    @Override
    public Subscription onChange(BiConsumer<String, String> listener) {
      return () -> {};
    }
  }
}
