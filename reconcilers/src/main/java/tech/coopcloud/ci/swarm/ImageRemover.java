package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Service;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.swarm.Swarm.ImageRemoval;

/** Removes images of this node, never by force. */
final class ImageRemover {
  private final Engine engine;
  private final Images images;

  ImageRemover(Engine engine, Images images) {
    this.engine = engine;
    this.images = images;
  }

  ImageRemoval remove(String image, String id) {
    InspectImageResponse named = images.local(image);
    if (named != null && id.equals(named.getId())) {
      return remove(image, named);
    }
    InspectImageResponse nameless = images.local(id);
    // Its name has gone to another image since; with any other name it is somebody else's, too.
    return nameless != null && orNone(nameless.getRepoTags()).isEmpty()
        ? remove(id, nameless)
        : ImageRemoval.NOT_OURS;
  }

  private ImageRemoval remove(String reference, InspectImageResponse image) {
    if (isUsed(image)) {
      return ImageRemoval.IN_USE;
    }
    return engine.call(
        "remove the image " + reference,
        () -> {
          try {
            engine.docker().removeImageCmd(reference).exec();
            return ImageRemoval.REMOVED;
          } catch (NotFoundException e) {
            return ImageRemoval.NOT_OURS;
          } catch (ConflictException e) {
            return ImageRemoval.IN_USE;
          }
        });
  }

  /** A service may have no container just now: it is scaled to none, or its task starts anew. */
  private boolean isUsed(InspectImageResponse image) {
    boolean contained =
        engine.call(
            "list its containers",
            () ->
                engine.docker().listContainersCmd().withShowAll(true).exec().stream()
                    .anyMatch(
                        container -> String.valueOf(image.getId()).equals(container.getImageId())));
    return contained
        || engine.call(
            "list its services",
            () ->
                engine.docker().listServicesCmd().exec().stream()
                    .flatMap(ImageRemover::image)
                    .anyMatch(it -> isName(it, image)));
  }

  private static Stream<String> image(Service service) {
    var spec = service.getSpec();
    var task = spec == null ? null : spec.getTaskTemplate();
    var container = task == null ? null : task.getContainerSpec();
    return Stream.ofNullable(container == null ? null : container.getImage());
  }

  private static boolean isName(String name, InspectImageResponse image) {
    int at = name.indexOf('@');
    String tag = at < 0 ? name : name.substring(0, at);
    return orNone(image.getRepoTags()).contains(tag)
        || (at >= 0
            && orNone(image.getRepoDigests()).stream()
                .anyMatch(digest -> digest.endsWith(name.substring(at))));
  }

  private static List<String> orNone(@Nullable List<String> names) {
    return names == null ? List.of() : names;
  }
}
