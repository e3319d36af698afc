package tech.coopcloud.ci.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any disk that is in use is too full for a server that wants all but one percent free. */
class DiskPressureIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void finishedRunsGoWithTheirLogsAndWhenNoneIsLeftThatMayGoItIsSaid() throws Exception {
    RecipeRepository site = RecipeRepository.in(folder.resolve("site"));
    site.commit(Site.files());
    try (CcCi server =
        new CcCi(folder.resolve("server"), "--capacity", "1", "--runs-min-free", "99").start()) {
      server.enroll("site", site.address(), "");
      for (String name : List.of("oldest", "older", "newest")) {
        server.request(name, "site", "ref: no-such-version");
        server.done(name, PATIENCE);
      }

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(server.find("oldest")).isNull();
                assertThat(server.find("older")).isNull();
                assertThat(logs(server)).singleElement().asString().startsWith("newest-");
                assertThat(server.get("/", "text/html"))
                    .contains("DiskFull", "Less than 99 % of the disk of " + server.data());
              });
      assertThat(server.find("newest")).isNotNull();
      assertThat(server.get("/archive?recipe=site", "text/html"))
          .contains("older", "oldest")
          .doesNotContain("newest");
    }
  }

  private static List<String> logs(CcCi server) throws IOException {
    try (Stream<Path> runs = Files.list(server.data().resolve("runs/default"))) {
      return runs.map(run -> run.getFileName().toString()).toList();
    }
  }
}
