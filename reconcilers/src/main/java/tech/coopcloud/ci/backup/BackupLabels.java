package tech.coopcloud.ci.backup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Reads the labels of backup-bot-two: once one service says {@code backupbot.backup=true}, all
 * volumes of the stack are backed up, apart from what {@code backupbot.backup.volumes.<volume>}
 * leaves out or limits to paths. The hooks of a service that says {@code false} are not run. Pure.
 */
public final class BackupLabels {
  private static final String BACKUP = "backupbot.backup";
  private static final String RESTORE = "backupbot.restore";
  private static final String VOLUMES = BACKUP + ".volumes.";

  /** Of the bot before: paths in the container, and nothing else of that service. */
  private static final String PATH = BACKUP + ".path";

  private final StackSpec stack;
  private final Map<String, List<Item.Place>> places = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();

  private BackupLabels(StackSpec stack) {
    this.stack = stack;
    for (ServiceSpec service : stack.services()) {
      for (ContainerSpec.Mount mount : service.container().mounts()) {
        if (mount.type().equals("volume") && mount.source() != null) {
          places
              .computeIfAbsent(shortName(mount.source()), v -> new ArrayList<>())
              .add(new Item.Place(service.name(), mount.target(), mount.readOnly()));
        }
      }
    }
    places.values().forEach(list -> list.sort(Comparator.comparing(Item.Place::readOnly)));
  }

  public static BackupPlan of(StackSpec stack) {
    return new BackupLabels(stack).read();
  }

  private BackupPlan read() {
    Map<String, List<String>> limits = new LinkedHashMap<>();
    Set<String> excluded = new TreeSet<>();
    List<Item> elsewhere = new ArrayList<>();
    for (ServiceSpec service : stack.services()) {
      volumeLabels(service, limits, excluded);
      containerPaths(service, limits, elsewhere);
    }
    List<Item> items = new ArrayList<>();
    List<Item> volumes = new ArrayList<>();
    places.forEach(
        (volume, where) -> {
          List<String> paths = limits.getOrDefault(volume, List.of());
          if (!excluded.contains(volume)) {
            volumes.add(new Item(volume, "", where));
            (paths.isEmpty() ? Stream.of("") : paths.stream().distinct())
                .forEach(path -> items.add(new Item(volume, path, where)));
          }
        });
    items.addAll(elsewhere);
    return new BackupPlan(
        stack.services().stream().anyMatch(s -> "true".equals(flag(s, BACKUP))),
        items,
        volumes,
        places,
        hooks(BACKUP, ".pre-hook"),
        hooks(BACKUP, ".post-hook"),
        hooks(RESTORE, ".pre-hook"),
        hooks(RESTORE, ".post-hook"),
        warnings);
  }

  private void volumeLabels(
      ServiceSpec service, Map<String, List<String>> limits, Set<String> excluded) {
    new TreeMap<>(service.labels())
        .tailMap(VOLUMES)
        .forEach(
            (label, value) -> {
              if (!label.startsWith(VOLUMES)) {
                return;
              }
              String rest = label.substring(VOLUMES.length());
              boolean path = rest.endsWith(".path");
              String volume = path ? rest.substring(0, rest.length() - ".path".length()) : rest;
              if (!places.containsKey(volume)) {
                warn(service, label, "names a volume that no service of the stack has");
              } else if (!path) {
                if (value.strip().equalsIgnoreCase("false")) {
                  excluded.add(volume);
                }
              } else {
                for (String one : list(value)) {
                  String within = within(one);
                  if (within == null) {
                    warn(service, label, "has a path that is not inside the volume: " + one);
                  } else {
                    limits.computeIfAbsent(volume, v -> new ArrayList<>()).add(within);
                  }
                }
              }
            });
  }

  private void containerPaths(
      ServiceSpec service, Map<String, List<String>> limits, List<Item> elsewhere) {
    for (String path : list(service.labels().getOrDefault(PATH, ""))) {
      ContainerSpec.Mount mount =
          service.container().mounts().stream()
              .filter(m -> m.type().equals("volume") && m.source() != null)
              .filter(m -> Path.of(path).startsWith(Path.of(m.target())))
              .max(Comparator.comparingInt(m -> m.target().length()))
              .orElse(null);
      if (!path.startsWith("/")) {
        warn(service, PATH, "has a path that does not begin with a slash: " + path);
      } else if (mount == null || mount.source() == null) {
        elsewhere.add(new Item("", path, List.of(new Item.Place(service.name(), "/", false))));
      } else {
        String within = Path.of(mount.target()).relativize(Path.of(path)).normalize().toString();
        if (!within.isEmpty()) {
          limits.computeIfAbsent(shortName(mount.source()), v -> new ArrayList<>()).add(within);
        }
      }
    }
  }

  private List<Hook> hooks(String kind, String which) {
    return stack.services().stream()
        .filter(service -> !"false".equals(flag(service, BACKUP)))
        .filter(service -> !"false".equals(flag(service, kind)))
        .filter(service -> !service.labels().getOrDefault(kind + which, "").isBlank())
        .map(
            service ->
                new Hook(
                    service.name(),
                    service.shortName(),
                    kind + which,
                    service.labels().getOrDefault(kind + which, "").strip()))
        .toList();
  }

  private String shortName(String volume) {
    String prefix = stack.name() + "_";
    return volume.startsWith(prefix) ? volume.substring(prefix.length()) : volume;
  }

  private void warn(ServiceSpec service, String label, String what) {
    warnings.add("The label " + label + " of service " + service.shortName() + " " + what + ".");
  }

  private static @Nullable String flag(ServiceSpec service, String label) {
    String value = service.labels().get(label);
    return value == null ? null : value.strip().toLowerCase(java.util.Locale.ROOT);
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList();
  }

  /**
   * The path without the slash that it may begin with, empty for the whole volume, or null when it
   * leaves the volume.
   */
  private static @Nullable String within(String path) {
    String normal = Path.of("/" + path).normalize().toString().substring(1);
    return Arrays.asList(path.split("/")).contains("..") ? null : normal;
  }
}
