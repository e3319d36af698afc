package tech.coopcloud.ci.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.disk.Folders;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.store.git.Lead;
import tech.coopcloud.ci.store.rest.ApiServer;
import tech.coopcloud.ci.store.rest.Pki;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Swarm;

/**
 * Does once what a start takes longest for, while nobody waits for it: most of a start is loading
 * classes. It looks at the engine, and serves an empty state of its own, which goes again. That it
 * cannot be done is no trouble: the start is slower then.
 */
final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final String HOST = "127.0.0.1";

  private Rehearsal() {}

  /** Begins, beside whatever else goes on. */
  static void begin(DataFolder data) {
    Thread.ofPlatform().daemon().name("rehearsal").start(() -> rehearse(data.rehearsal()));
  }

  private static void rehearse(Path folder) {
    try (Swarm swarm = new DockerSwarm()) {
      Folders.delete(folder);
      serve(DataFolder.open(folder));
      swarm.info();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.debug("the rehearsal was cut short", e);
    }
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      LOG.debug("the rehearsal's folder stays", e);
    }
  }

  private static void serve(DataFolder data) throws IOException, GeneralSecurityException {
    Pki pki = new Pki(data.pki(), List.of(HOST), Clock.systemUTC());
    try (State state = State.open(data, null, Lead.UNKNOWN);
        ApiServer api =
            new ApiServer(
                state.api(), state.tokens(), pki, new Address(HOST, 0).socket(), config -> {});
        KubernetesClient client =
            Client.of(api.uri(), pki.caCertificate(), state.tokens().token());
        var runs = client.resources(TestRun.class).inAnyNamespace().inform()) {
      LOG.debug("the rehearsal saw {} runs", runs.getStore().list().size());
    }
  }
}
