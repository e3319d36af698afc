package tech.coopcloud.ci.testrun;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.TestRunStatus;

/**
 * Writes a Kubernetes Event for each step forward of a run, for {@code kubectl describe}. An Event
 * that is lost is lost.
 */
final class Events implements Announcer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final KubernetesClient client;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());

  Events(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void changed(TestRun run, @Nullable TestRunStatus before, TestRunStatus after) {
    Phase was = before == null ? null : before.phase();
    if (after.phase() == null || after.phase() == was) {
      return;
    }
    switch (after.phase()) {
      case PENDING -> post(run, "Normal", "Queued", "Waits for a free slot.");
      case DEPLOYING -> post(run, "Normal", "Started", "Deploys as " + after.domain() + ".");
      case STAGE -> post(run, "Normal", "Healthy", "Every service runs.");
      case TEARING_DOWN -> after.stagesOrNone().forEach(s -> stage(run, s));
      case DONE -> {
        boolean clean = after.leftoversOrNone().isEmpty();
        post(
            run,
            clean ? "Normal" : "Warning",
            clean ? "CleanedUp" : "Leftovers",
            clean ? "Nothing is left in the swarm." : String.join(", ", after.leftoversOrNone()));
      }
    }
  }

  private void stage(TestRun run, StageStatus stage) {
    boolean good = stage.state() == StageState.PASSED || stage.state() == StageState.SKIPPED;
    post(
        run,
        good ? "Normal" : "Warning",
        stage.reason() == null ? "StageEnded" : stage.reason(),
        stage.name().text() + ": " + (stage.message() == null ? "" : stage.message()));
  }

  private void post(TestRun run, String type, String reason, String message) {
    var metadata = run.getMetadata();
    String now = Summary.time(Instant.now());
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(metadata.getName() + ".")
            .withNamespace(metadata.getNamespace())
            .endMetadata()
            .withType(type)
            .withReason(reason)
            .withMessage(message.length() > 1000 ? message.substring(0, 1000) + "..." : message)
            .withCount(1)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withNewSource()
            .withComponent("cc-ci")
            .endSource()
            .withNewInvolvedObject()
            .withApiVersion(run.getApiVersion())
            .withKind(run.getKind())
            .withNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .withUid(metadata.getUid())
            .endInvolvedObject()
            .build();
    writer.execute(
        () -> {
          try {
            client.v1().events().inNamespace(metadata.getNamespace()).resource(event).create();
          } catch (KubernetesClientException e) {
            LOG.debug("event {} of {} was not written", reason, metadata.getName(), e);
          }
        });
  }

  @Override
  public void close() {
    writer.shutdown();
  }
}
