package tech.coopcloud.ci.event;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Events in the background, for {@code kubectl describe}. An Event that is lost is lost. */
public final class EventRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int LONGEST = 1000;

  private final KubernetesClient client;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());

  public EventRecorder(KubernetesClient client) {
    this.client = client;
  }

  /** Something that went as it should. */
  public void normal(HasMetadata about, String reason, String message) {
    post(about, "Normal", reason, message);
  }

  /** Something that a person may have to mend. */
  public void warning(HasMetadata about, String reason, String message) {
    post(about, "Warning", reason, message);
  }

  private void post(HasMetadata about, String type, String reason, String message) {
    var metadata = about.getMetadata();
    String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(metadata.getName() + ".")
            .withNamespace(metadata.getNamespace())
            .endMetadata()
            .withType(type)
            .withReason(reason)
            .withMessage(
                message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message)
            .withCount(1)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withNewSource()
            .withComponent("cc-ci")
            .endSource()
            .withNewInvolvedObject()
            .withApiVersion(about.getApiVersion())
            .withKind(about.getKind())
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
