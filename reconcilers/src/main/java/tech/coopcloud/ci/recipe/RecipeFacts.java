package tech.coopcloud.ci.recipe;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a recipe's files say and where, for those who judge how it is written. What could not be
 * read is missing here and named in {@link #findings}.
 *
 * @param findings of the reading itself, errors and warnings
 * @param services as the files of {@code COMPOSE_FILE} together have them
 * @param files secrets and configs of all compose files
 * @param volumes keys of the volumes of all compose files
 * @param uses of variables
 * @param declared variables of the env file and the line of each, those in comments too
 * @param exported variables of {@code abra.sh}
 * @param releases names of the release notes
 */
public record RecipeFacts(
    List<Finding> findings,
    List<Service> services,
    List<FileObject> files,
    Set<String> volumes,
    List<Use> uses,
    Map<String, Place> declared,
    Set<String> exported,
    Set<String> releases) {
  public RecipeFacts {
    findings = List.copyOf(findings);
    services = List.copyOf(services);
    files = List.copyOf(files);
    volumes = Set.copyOf(volumes);
    uses = List.copyOf(uses);
    exported = Set.copyOf(exported);
    releases = Set.copyOf(releases);
  }

  /** A value and where it stands. */
  public record Text(String value, Place place) {}

  /**
   * A service.
   *
   * @param labels of the service, not of its containers
   * @param healthTest words of the healthcheck; empty where there is none or it is switched off
   * @param networks full names
   */
  public record Service(
      String name,
      Place place,
      Text image,
      Map<String, Text> labels,
      List<String> healthTest,
      boolean healthcheckDisabled,
      List<Port> ports,
      Set<String> networks) {
    public Service {
      labels = Map.copyOf(labels);
      healthTest = List.copyOf(healthTest);
      ports = List.copyOf(ports);
      networks = Set.copyOf(networks);
    }
  }

  /** A published port; 0 where Swarm chooses it. */
  public record Port(long published, boolean host, Place place) {}

  /**
   * A secret or a config.
   *
   * @param kind secret or config
   * @param name as it is written, its variables not replaced; empty where there is none
   */
  public record FileObject(String kind, String key, String name, boolean external, Place place) {}

  /** Who uses a variable. */
  public enum User {
    COMPOSE,
    /** A service's environment that takes the variable's value over. */
    ENVIRONMENT,
    TEMPLATE,
    SCRIPT,
    ENV_FILE
  }

  /**
   * A use of a variable.
   *
   * @param optional whether it says what to take where the variable is not set
   */
  public record Use(String name, User user, boolean optional, Place place) {}
}
