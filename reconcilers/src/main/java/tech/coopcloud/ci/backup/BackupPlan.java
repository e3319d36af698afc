package tech.coopcloud.ci.backup;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the labels of a stack ask for.
 *
 * @param enabled whether any service asks for a backup
 * @param items what is backed up; where no service asks for a backup, what would be if one did
 * @param volumes every volume of which something is backed up, as a whole
 * @param places where each volume of the stack can be reached, the best place first
 * @param warnings labels that cannot mean what they say, in sentences
 */
public record BackupPlan(
    boolean enabled,
    List<Item> items,
    List<Item> volumes,
    Map<String, List<Item.Place>> places,
    List<Hook> beforeBackup,
    List<Hook> afterBackup,
    List<Hook> beforeRestore,
    List<Hook> afterRestore,
    List<String> warnings) {
  public BackupPlan {
    items = List.copyOf(items);
    volumes = List.copyOf(volumes);
    places = Map.copyOf(places);
    beforeBackup = List.copyOf(beforeBackup);
    afterBackup = List.copyOf(afterBackup);
    beforeRestore = List.copyOf(beforeRestore);
    afterRestore = List.copyOf(afterRestore);
    warnings = List.copyOf(warnings);
  }

  /** Where a volume can be reached best, or null when no service has it. */
  public Item.@Nullable Place place(String volume) {
    List<Item.Place> all = places.get(volume);
    return all == null ? null : all.getFirst();
  }
}
