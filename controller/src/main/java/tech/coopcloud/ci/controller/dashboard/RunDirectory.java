package tech.coopcloud.ci.controller.dashboard;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The files of runs as they lie on disk: {@code ROOT/NAMESPACE/NAME-UID8/} with {@code run.log},
 * the marker {@code log.done} and screenshots. The uid keeps apart runs that had one name.
 *
 * @param uid the uid of a run that exists
 */
public record RunDirectory(Path root, BiFunction<String, String, Optional<String>> uid)
    implements RunFiles {
  private static final int UID_LENGTH = 8;

  @Override
  public Optional<Path> log(String namespace, String name) {
    return file(namespace, name, "run.log");
  }

  @Override
  public Optional<Path> file(String namespace, String name, String fileName) {
    return directory(namespace, name)
        .map(directory -> directory.resolve(fileName))
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public boolean complete(String namespace, String name) {
    return file(namespace, name, "log.done").isPresent();
  }

  private Optional<Path> directory(String namespace, String name) {
    if (!PlainName.is(namespace) || !PlainName.is(name)) {
      return Optional.empty();
    }
    return uid.apply(namespace, name)
        .map(id -> id.substring(0, Math.min(UID_LENGTH, id.length())))
        .map(id -> root.resolve(namespace).resolve(name + "-" + id));
  }
}
