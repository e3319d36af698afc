package tech.coopcloud.ci.backup;

import java.util.List;

/**
 * One thing that is backed up: a whole volume, or a path in one, or a path in a container that is
 * in no volume.
 *
 * @param volume name of the volume as the recipe has it, e.g. {@code data}; empty for a path that
 *     is in no volume
 * @param path relative to the volume's root, or absolute where there is no volume; empty for the
 *     whole volume
 * @param places where it can be reached, the best one first
 */
public record Item(String volume, String path, List<Place> places) {
  public Item {
    places = List.copyOf(places);
  }

  /**
   * Where containers of a service have it.
   *
   * @param service full name of the service
   * @param mount absolute path of the volume's root in the container; {@code /} without a volume
   */
  public record Place(String service, String mount, boolean readOnly) {}

  /** As people name it: {@code data}, {@code data/uploads}, {@code /etc/app.conf}. */
  public String name() {
    if (path.isEmpty()) {
      return volume;
    }
    return volume.isEmpty() ? path : volume + "/" + path;
  }

  public boolean whole() {
    return path.isEmpty();
  }

  /** The name of its file in the repository. */
  String file() {
    return "/"
        + name().replaceFirst("^/", "root/").replace("%", "%25").replace("/", "%2F")
        + ".tar";
  }
}
