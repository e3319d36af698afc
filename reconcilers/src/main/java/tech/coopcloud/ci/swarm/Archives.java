package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries files out of and into containers that run, by the engine: nothing runs in the container
 * for it, and nothing of the host's is touched.
 */
final class Archives {
  private final Engine engine;

  Archives(Engine engine) {
    this.engine = engine;
  }

  @Nullable InputStream read(String container, String path) {
    String what = "read " + path + " in container " + container;
    return engine.<@Nullable InputStream>call(
        what,
        () -> {
          try {
            return engine.streams().copyArchiveFromContainerCmd(container, path).exec();
          } catch (NotFoundException e) {
            throwIfContainerIsGone(what, e);
            return null;
          }
        });
  }

  boolean write(String container, String folder, InputStream tar) {
    String what = "write to " + folder + " in container " + container;
    return engine.call(
        what,
        () -> {
          try {
            engine
                .streams()
                .copyArchiveToContainerCmd(container)
                .withRemotePath(folder)
                .withTarInputStream(tar)
                .exec();
            return true;
          } catch (NotFoundException e) {
            throwIfContainerIsGone(what, e);
            return false;
          }
        });
  }

  private static void throwIfContainerIsGone(String what, NotFoundException e) {
    if (Engine.message(e).contains("No such container")) {
      throw new SwarmException.Unavailable(
          "The engine cannot " + what + ", which is gone: " + Engine.message(e) + ".", e);
    }
  }
}
