package tech.coopcloud.ci.controller.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;

/** A small site whose run waits for it to become healthy, for as long as a test wants. */
final class Held {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Held() {}

  /** Its files. */
  static Map<String, String> files() {
    Map<String, String> files = Site.files();
    files.put(
        "compose.yml",
        Site.COMPOSE
            .replace("\"curl\", \"-f\", \"http://127.0.0.1/\"", "\"test\", \"-e\", \"/tmp/let\"")
            .replace("retries: 30", "retries: 1000"));
    return files;
  }

  /** Lets a run of it go on, as soon as it has its container. */
  static void release(String run) {
    String container = await().atMost(PATIENCE).until(() -> container(run), id -> !id.isEmpty());
    Engine.docker("exec", container, "touch", "/tmp/let");
  }

  /** The id of the one container that a run has, empty while it has none. */
  static String container(String run) {
    return Engine.docker("ps", "-q", "--filter", "label=ci.coopcloud.tech/run=default/" + run)
        .strip();
  }
}
