package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.exception.ConflictException;

/**
 * Removes one object, at once and for good. What is gone already is fine; what something else still
 * holds (a network with endpoints, a secret of a service that is going) is {@link
 * SwarmException.Unavailable}: it goes when that has gone.
 */
final class Remover {
  private final Engine engine;

  Remover(Engine engine) {
    this.engine = engine;
  }

  void service(String id) {
    engine.callUnlessGone(
        "remove the service " + id, () -> engine.docker().removeServiceCmd(id).exec());
  }

  /** With its anonymous volumes, which nobody would find otherwise: they carry no label. */
  void container(String id) {
    engine.callUnlessGone(
        "remove the container " + id,
        () -> {
          try {
            engine.docker().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
          } catch (ConflictException e) {
            if (!Engine.message(e).contains("already in progress")) {
              throw e; // else Swarm itself is removing it
            }
          }
        });
  }

  void network(String id) {
    engine.callUnlessGone(
        "remove the network " + id, () -> engine.docker().removeNetworkCmd(id).exec());
  }

  void volume(String name) {
    engine.callUnlessGone(
        "remove the volume " + name, () -> engine.docker().removeVolumeCmd(name).exec());
  }

  void secret(String id) {
    engine.callUnlessGone(
        "remove the secret " + id, () -> engine.docker().removeSecretCmd(id).exec());
  }

  void config(String id) {
    engine.callUnlessGone(
        "remove the config " + id, () -> engine.docker().removeConfigCmd(id).exec());
  }
}
