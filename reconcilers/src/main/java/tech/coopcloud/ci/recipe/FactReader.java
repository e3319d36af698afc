package tech.coopcloud.ci.recipe;

import static tech.coopcloud.ci.recipe.Shapes.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects {@link RecipeFacts}. */
final class FactReader {
  private static final int LARGEST = 1 << 20;
  private static final int MOST_FILES = 500;
  private static final Pattern DECLARED =
      Pattern.compile("#?\\s*(?:export\\s+)?([A-Z][A-Z0-9_]*)=.*");
  private static final Pattern TEMPLATE =
      Pattern.compile("\\benv\\s+[\"`]([A-Za-z_][A-Za-z0-9_]*)[\"`]");
  private static final Pattern SHELL = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern COMPOSE = Pattern.compile("compose(?:\\.[A-Za-z0-9._-]+)?\\.ya?ml");

  private final Path folder;
  private final Checkout checkout;
  private final Set<RecipeFacts.Use> uses = new LinkedHashSet<>();
  private final List<RecipeFacts.FileObject> files = new ArrayList<>();
  private final Set<String> volumes = new HashSet<>();

  FactReader(Path folder, Checkout checkout) {
    this.folder = folder;
    this.checkout = checkout;
  }

  /** Reads every file by itself, as far as it can be read. */
  void readFiles(List<String> composeFiles) {
    Set<String> compose = new LinkedHashSet<>(composeFiles);
    for (String file : names()) {
      if (COMPOSE.matcher(file).matches()) {
        compose.add(file);
      } else if (file.endsWith(".tmpl")) {
        scan(file, TEMPLATE, RecipeFacts.User.TEMPLATE);
      }
    }
    compose.forEach(this::composeFile);
    scan("abra.sh", SHELL, RecipeFacts.User.SCRIPT);
    scan(".env.sample", SHELL, RecipeFacts.User.ENV_FILE);
  }

  private List<String> names() {
    try (Stream<Path> found = Files.walk(folder, 3)) {
      return found
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> folder.relativize(path).toString())
          .filter(name -> !name.startsWith(".git/"))
          .sorted()
          .limit(MOST_FILES)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private void scan(String file, Pattern pattern, RecipeFacts.User user) {
    int number = 0;
    for (String line : text(file).split("\n", -1)) {
      number++;
      Matcher matcher = pattern.matcher(line);
      while (matcher.find()) {
        uses.add(new RecipeFacts.Use(matcher.group(1), user, true, Place.of(file, number)));
      }
    }
  }

  private String text(String file) {
    try {
      return checkout.readIfThere(file, LARGEST).orElse("");
    } catch (InvalidRecipeException e) {
      return ""; // told where it is read for what it is
    }
  }

  private void composeFile(String file) {
    Node.Fields root;
    try {
      root = ComposeYaml.read(file, text(file), new Findings());
    } catch (InvalidRecipeException e) {
      return;
    }
    for (Map.Entry<String, Node> section : root.map().entrySet()) {
      if (!section.getKey().startsWith("x-")) {
        references(section.getValue());
      }
    }
    View view = new View(root);
    view.views("services").values().forEach(this::environment);
    for (String kind : List.of("secret", "config")) {
      view.views(kind + "s").forEach((key, object) -> files.add(fileObject(kind, key, object)));
    }
    volumes.addAll(view.views("volumes").keySet());
  }

  private void references(Node node) {
    switch (node) {
      case Node.Fields fields -> fields.map().values().forEach(this::references);
      case Node.Items items -> items.nodes().forEach(this::references);
      case Node.Scalar scalar -> {
        if (scalar.value() instanceof String text) {
          for (Interpolation.Reference found : Interpolation.references(text)) {
            uses.add(
                new RecipeFacts.Use(
                    found.name(), RecipeFacts.User.COMPOSE, found.optional(), scalar.place()));
          }
        }
      }
    }
  }

  /** A variable without a value of its own takes the app's. */
  private void environment(View service) {
    Node environment = service.fields().map().get("environment");
    if (environment instanceof Node.Items items) {
      for (Node item : items.nodes()) {
        if (value(item) instanceof String text && text.matches("[A-Za-z0-9_]+")) {
          taken(text, item.place());
        }
      }
    } else if (environment instanceof Node.Fields fields) {
      fields
          .map()
          .forEach(
              (name, node) -> {
                if (Shapes.isNull(node)) {
                  taken(name, node.place());
                }
              });
    }
  }

  private void taken(String name, Place place) {
    uses.add(new RecipeFacts.Use(name, RecipeFacts.User.ENVIRONMENT, false, place));
  }

  private static RecipeFacts.FileObject fileObject(String kind, String key, View object) {
    Node external = object.fields().map().get("external");
    boolean is = external != null && !Boolean.FALSE.equals(value(external));
    String name = object.textOrEmpty("name");
    return new RecipeFacts.FileObject(
        kind,
        key,
        name.isEmpty() ? object.view("external").textOrEmpty("name") : name,
        is,
        object.has("name") ? object.place("name") : object.place());
  }

  private Map<String, Place> declared() {
    Map<String, Place> declared = new LinkedHashMap<>();
    int number = 0;
    for (String line : text(".env.sample").split("\n", -1)) {
      number++;
      Matcher matcher = DECLARED.matcher(line.strip());
      if (matcher.matches()) {
        declared.putIfAbsent(matcher.group(1), Place.of(".env.sample", number));
      }
    }
    return declared;
  }

  private Set<String> releases() {
    Set<String> releases = new HashSet<>();
    names().stream()
        .filter(name -> name.startsWith("release/"))
        .forEach(name -> releases.add(name.substring("release/".length())));
    return releases;
  }

  RecipeFacts facts(List<Finding> findings, List<RecipeFacts.Service> services) {
    Set<String> exported =
        AbraExports.read("abra.sh", text("abra.sh"), Map.of(), new Findings()).keySet();
    return new RecipeFacts(
        findings, services, files, volumes, List.copyOf(uses), declared(), exported, releases());
  }

  static List<RecipeFacts.Service> services(View root) {
    List<RecipeFacts.Service> services = new ArrayList<>();
    Map<String, View> networks = root.views("networks");
    root.views("services")
        .forEach((name, service) -> services.add(service(name, service, networks)));
    return services;
  }

  private static RecipeFacts.Service service(
      String name, View service, Map<String, View> networks) {
    Map<String, RecipeFacts.Text> labels = new LinkedHashMap<>();
    if (service.view("deploy").fields().map().get("labels") instanceof Node.Fields fields) {
      fields
          .map()
          .forEach(
              (label, node) ->
                  labels.put(
                      label, new RecipeFacts.Text(String.valueOf(value(node)), node.place())));
    }
    List<RecipeFacts.Port> ports =
        service.list("ports").stream()
            .map(
                port ->
                    new RecipeFacts.Port(
                        port.wholeOr("published", 0),
                        port.textOrEmpty("mode").equals("host"),
                        port.place()))
            .toList();
    Set<String> on = new HashSet<>();
    for (String key : service.views("networks").keySet()) {
      View network = networks.getOrDefault(key, View.of(null, service.place()));
      on.add(External.of(key, network, new Findings()).is() ? externalName(key, network) : key);
    }
    View health = service.view("healthcheck");
    List<String> test = health.texts("test");
    boolean disabled = health.flag("disable") || test.equals(List.of("NONE"));
    return new RecipeFacts.Service(
        name,
        service.place(),
        new RecipeFacts.Text(service.textOrEmpty("image"), service.place("image")),
        labels,
        disabled ? List.of() : test,
        disabled,
        ports,
        on);
  }

  private static String externalName(String key, View network) {
    return External.of(key, network, new Findings()).name();
  }
}
