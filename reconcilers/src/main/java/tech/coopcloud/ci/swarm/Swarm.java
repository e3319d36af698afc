package tech.coopcloud.ci.swarm;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.NetworkSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.VolumeSpec;

/**
 * A Docker Swarm. Every call is one look or one act; nothing is cached. Creating what is there
 * already, by the same owner and under the same name, does nothing; removing what is gone does
 * nothing. So each may be repeated after a crash.
 *
 * <p>All methods throw {@link SwarmException}: {@link SwarmException.Refused} when the engine says
 * no to what was asked (the recipe's doing), {@link SwarmException.Unavailable} when it cannot be
 * asked (infrastructure).
 */
public interface Swarm extends AutoCloseable {

  /** What kind of swarm this is. */
  SwarmInfo info();

  /**
   * Everything in the swarm that carries the run's uid, seen with fresh eyes: not one record of
   * ours is used.
   */
  Observed observe(String runUid);

  /**
   * The uids of all runs of which anything is there that carries the controller id, in any kind of
   * object.
   */
  List<String> runUids(String controller);

  /**
   * The services that carry the controller id, with where their containers of this node are
   * reached: a look of three calls, whatever the number of services.
   */
  List<Exposed> exposed(String controller);

  /** Everything that this installation deployed as the ingress of its runs, seen likewise. */
  Observed observeIngress(String controller);

  /** The services that are on a network, whoever made them; none where there is no such network. */
  List<Neighbour> neighbours(String network);

  /**
   * Checks that a network that the recipe does not create is there and swarm-scoped; creates it
   * (overlay, attachable) when it is the ingress network and missing.
   */
  void ensureIngressNetwork(String name);

  void createNetwork(NetworkSpec network, Owner owner);

  void createVolume(VolumeSpec volume, Owner owner);

  void createSecret(SecretSpec secret, Owner owner);

  void createConfig(ConfigSpec config, Owner owner);

  void createService(ServiceSpec service, Owner owner);

  /** Gives a service of the same owner a new spec; its tasks are replaced as its policy says. */
  void updateService(ServiceSpec service, Owner owner);

  /** Replaces the tasks of a service, whose spec is the one that it has, as its policy says. */
  void restartService(ServiceSpec service, Owner owner);

  void removeService(String id);

  /**
   * Kills and removes a container of this node at once; the container of another node is left to
   * Swarm, which stops it because its service is gone.
   */
  void removeContainer(String id);

  void removeNetwork(String id);

  void removeVolume(String name);

  void removeSecret(String id);

  void removeConfig(String id);

  /** The limits that the run's containers of this node met, in its present deployment. */
  List<Overrun> overruns(String runUid);

  /**
   * Runs a command in a running container of this node, as the container's user, without a shell
   * and without input. A command that is given up goes on until its container is removed.
   *
   * @param timeout for the whole command
   * @throws SwarmException.Refused when it did not end in time
   * @throws SwarmException.Unavailable when the container does not run (any more)
   */
  ExecResult exec(String containerId, List<String> command, Duration timeout)
      throws InterruptedException;

  /**
   * The same for a command that one talks with.
   *
   * @param input what it reads; null for nothing. Read by another thread until its end, of which
   *     the command is not told, or until the command has ended and it is closed
   * @param output is given what it writes to standard output, piece by piece
   * @param errors the same of standard error
   * @return its exit code
   */
  int exec(
      String containerId,
      List<String> command,
      @Nullable InputStream input,
      Consumer<byte[]> output,
      Consumer<byte[]> errors,
      Duration timeout)
      throws InterruptedException;

  /**
   * Starts a container that is not a service's, afresh.
   *
   * @return its id, for {@link #exec}
   */
  String startSandbox(Sandbox sandbox, Owner owner);

  /**
   * Reads a file or folder of a running container of this node, as a tar with owners, groups and
   * modes as they are.
   *
   * @param path absolute; a folder's content alone, under {@code ./}, where it ends with {@code /.}
   * @return the tar, which the caller closes, or null where there is no such path
   * @throws SwarmException.Unavailable when the container is gone
   */
  @Nullable InputStream readArchive(String containerId, String path);

  /**
   * Unpacks a tar in a running container of this node. What is there under the same names is
   * replaced, everything else stays.
   *
   * @param folder absolute path of a folder
   * @param tar is read to its end
   * @return false where there is no such folder
   * @throws SwarmException.Refused when the folder cannot be written to
   * @throws SwarmException.Unavailable when the container is gone
   */
  boolean writeArchive(String containerId, String folder, InputStream tar);

  /**
   * The image's digest or id as the engine has it, pulling it where the engine lacks it.
   *
   * @return null when all is well, otherwise a sentence that says what is wrong with the image
   */
  @Nullable ImageProblem ensureImage(String image, Duration timeout);

  /** The id of the image of this node that has the name, {@code sha256:...}; null for none. */
  @Nullable String imageId(String image);

  /** The ids of all images of this node, those without a name included. */
  Set<String> imageIds();

  /**
   * Takes an image's name from it, and with its last name the image. One that a container or a
   * service uses stays, whoever made that.
   *
   * @param image a name
   * @param id what the name stood for. Where it stands for another image by now, that one stays,
   *     and the one of this id goes where it has no name left
   */
  ImageRemoval removeImage(String image, String id);

  /** Where the engine keeps its data; null when that is on another machine. */
  @Nullable Path dataFolder();

  /**
   * What the containers of a run wrote, oldest first, a line at a time.
   *
   * @param since only lines after this instant; null for all
   * @param lines receives {@code service.slot} and the text, without a line end, at most 16 KiB
   */
  void logs(String runUid, @Nullable Instant since, Consumer<LogLine> lines);

  /**
   * Follows the containers of a run, from its first line, until closed. A container that appears
   * later is followed too.
   */
  AutoCloseable followLogs(String runUid, Consumer<LogLine> lines);

  /**
   * Calls back whenever something happens to an object that carries the controller id, with the
   * run's uid. It is only a hint to look; it reconnects by itself when the engine was away, and
   * calls with null after that: look at everything.
   */
  AutoCloseable events(String controller, Consumer<@Nullable String> runUids);

  @Override
  void close();

  /**
   * What an image lacks.
   *
   * @param missing whether the image does not exist (the recipe's doing), or could not be had
   *     (infrastructure)
   */
  record ImageProblem(boolean missing, String sentence) {}

  /** What became of an image that was to be removed. */
  enum ImageRemoval {
    REMOVED,
    IN_USE,
    /** It is gone already, or is somebody else's by now. */
    NOT_OURS
  }

  /**
   * One line that a container wrote.
   *
   * @param container its id: a service may have several in one slot, one after the other or, for a
   *     moment, at once
   */
  record LogLine(
      Instant at, String container, String service, int slot, boolean stderr, String text) {}
}
