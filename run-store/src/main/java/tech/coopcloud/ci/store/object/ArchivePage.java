package tech.coopcloud.ci.store.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects that have left, the newest by their creation first.
 *
 * @param objects in their last states
 * @param next where older ones begin; null when there are none. A page may be short, even empty,
 *     and still not be the last
 */
public record ArchivePage(List<StoredObject> objects, @Nullable String next) {
  public static final ArchivePage NONE = new ArchivePage(List.of(), null);

  public ArchivePage {
    objects = List.copyOf(objects);
  }
}
