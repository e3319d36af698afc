package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.swarm.Swarm.ImageProblem;

/** Has the engine pull images, and tells a missing image from a registry that is away. */
final class Images {
  private final Engine engine;

  Images(Engine engine) {
    this.engine = engine;
  }

  /**
   * The image by digest, as {@code docker stack deploy} writes it, where the engine knows one: then
   * every task runs the same image, and no task asks the registry again before it starts. An image
   * that was never in a registry has no digest and stays as it is.
   */
  String pinned(String named) {
    String image = ImageName.familiar(named);
    if (image.contains("@")) {
      return image;
    }
    InspectImageResponse local = local(image);
    List<String> digests = local == null ? null : local.getRepoDigests();
    if (digests == null) {
      return image;
    }
    String repository = repository(image);
    return digests.stream()
        .filter(digest -> digest.startsWith(repository + "@"))
        .map(digest -> image + digest.substring(repository.length()))
        .findFirst()
        .orElse(image);
  }

  @Nullable ImageProblem ensure(String image, Duration timeout) {
    if (local(image) != null) {
      return null;
    }
    try {
      return pull(image, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SwarmException.Unavailable("Pulling the image " + image + " was interrupted.", e);
    }
  }

  private @Nullable ImageProblem pull(String image, Duration timeout) throws InterruptedException {
    try (Pull pull = new Pull()) {
      engine.call(
          "pull the image " + image,
          () -> engine.streams().pullImageCmd(withTag(image)).exec(pull));
      if (!pull.awaitCompletion(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return new ImageProblem(
            false,
            "The image %s could not be pulled within %s: is its registry slow or away? Pull it on the node (docker pull %s) and start the run again."
                .formatted(image, seconds(timeout), image));
      }
      String refusal = pull.refusal;
      return refusal == null ? null : problem(image, refusal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A refusal is an answer here, not an error of the program to be logged with its stack. */
  private static final class Pull extends ResultCallback.Adapter<PullResponseItem> {
    private volatile @Nullable String refusal;

    @Override
    public void onNext(PullResponseItem item) {
      if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
        refusal = item.getErrorDetail().getMessage();
      }
    }

    @Override
    public void onError(Throwable error) {
      refusal = Engine.message(error);
      Quietly.close(this);
    }
  }

  /** The ids of all images of this node, those without a name included. */
  Set<String> ids() {
    return engine.call(
        "list its images",
        () ->
            engine.docker().listImagesCmd().withShowAll(true).exec().stream()
                .map(Image::getId)
                .collect(Collectors.toSet()));
  }

  @Nullable InspectImageResponse local(String image) {
    return engine.<@Nullable InspectImageResponse>call(
        "look for the image " + image,
        () -> {
          try {
            return engine.docker().inspectImageCmd(image).exec();
          } catch (NotFoundException e) {
            return null;
          } catch (DockerException e) {
            if (e.getHttpStatus() == 400) {
              return null; // no image reference at all; the pull says so
            }
            throw e;
          }
        });
  }

  static ImageProblem problem(String image, String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("invalid reference format")
        || text.contains("invalid repository name")
        || text.contains("must be lowercase")) {
      return new ImageProblem(
          true, "\"%s\" is not the name of an image (%s).".formatted(image, message));
    }
    boolean limited = text.contains("toomanyrequests") || text.contains("rate limit");
    boolean missing =
        !limited
            && (text.contains("manifest unknown")
                || text.contains("not found: manifest")
                || text.contains("does not exist")
                || text.contains("name unknown")
                || text.contains("no matching manifest")
                || text.contains("requested access to the resource is denied"));
    if (missing) {
      return new ImageProblem(
          true,
          "The image %s does not exist, or may not be read without a login (%s): correct its name or tag in the recipe."
              .formatted(image, message));
    }
    return new ImageProblem(
        false,
        "The image %s is not on this node and could not be pulled (%s): see to it that its registry answers, or load the image onto the node."
            .formatted(image, message));
  }

  /** Without a tag the engine would pull every tag there is. */
  static String withTag(String image) {
    return image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/')
        ? image
        : image + ":latest";
  }

  private static String repository(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
