package tech.coopcloud.ci.recipe.policy;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * What Swarm evaluates as a Go template: environment, hostname, mounts, and files with a template
 * driver. It does so inside of the engine, where neither time nor memory is bounded, and templates
 * that call, repeat or put texts together can grow without end. What they can read is harmless:
 * only the task's own secrets, configs, labels and environment, and the name of its node.
 */
final class TemplateRules {
  private static final Set<String> HARMLESS =
      Set.of(
          "secret", "config", "env", "if", "else", "end", "with", "and", "or", "not", "eq", "ne",
          "lt", "le", "gt", "ge", "len", "index", "slice", "true", "false", "nil", ".", "$");

  private static final long KIB = 1L << 10;

  private TemplateRules() {}

  static void judge(StackSpec stack, Denials denials) {
    stack.services().forEach(service -> service(service, denials));
    Sizes sizes = Sizes.of(stack);
    for (ConfigSpec config : stack.configs()) {
      file("configs", config.name(), config.data(), config.templateDriver(), sizes, denials);
    }
    for (SecretSpec secret : stack.secrets()) {
      byte[] value = secret.value().bytes();
      file("secrets", secret.name(), value, secret.templateDriver(), sizes, denials);
    }
  }

  private static void service(ServiceSpec service, Denials denials) {
    String name = service.shortName();
    ContainerSpec container = service.container();
    container.env().forEach(it -> words(it, name, "environment", denials));
    if (container.hostname() != null) {
      words(container.hostname(), name, "hostname", denials);
    }
    long longest = longest(service.labels().values());
    long actions =
        container.env().stream().mapToLong(it -> TemplateText.of(it).words().size()).sum();
    grown(length(container.env()) + actions * longest, name, "environment", denials);
    for (ContainerSpec.Mount mount : container.mounts()) {
      mount(mount, name, denials);
    }
  }

  /** Where a mount leads must be seen before, not when it is too late. */
  private static void mount(ContainerSpec.Mount mount, String service, Denials denials) {
    Stream<String> options =
        mount.volume() == null
            ? Stream.of()
            : Stream.of(mount.volume().labels(), mount.volume().driverOptions())
                .map(Map::values)
                .flatMap(Collection::stream);
    Stream<String> paths = Stream.of(mount.source() == null ? "" : mount.source(), mount.target());
    if (Stream.concat(paths, options).anyMatch(text -> text.contains("{{"))) {
      denials.deny(
          "template:mount",
          service,
          "volumes",
          "mounts '" + mount.target() + "' by a template, so that where it leads cannot be seen");
    }
  }

  private static void file(
      String field, String name, byte[] data, String driver, Sizes sizes, Denials denials) {
    if (driver.isEmpty()) {
      return;
    }
    if (!driver.equals("golang")) {
      denials.deny(
          "template-driver:" + driver,
          "",
          field,
          "has '" + name + "' evaluated by the template driver '" + driver + "'");
      return;
    }
    String text = new String(data, StandardCharsets.UTF_8);
    TemplateText template = words(text, "", field, denials);
    grown(
        data.length
            + template.count("config") * sizes.config()
            + template.count("secret") * sizes.secret()
            + template.words().size() * sizes.value(),
        "",
        field,
        denials);
  }

  private static TemplateText words(String text, String service, String field, Denials denials) {
    TemplateText template = TemplateText.of(text);
    if (template.isOpen()) {
      denials.deny(
          "template:open", service, field, "has a Swarm template with a '{{' that no '}}' ends");
      return template;
    }
    for (String word : template.words()) {
      if (!HARMLESS.contains(word)) {
        denials.deny(
            "template:" + word,
            service,
            field,
            "has a Swarm template with '"
                + word
                + "' in it, which can grow without end inside of the engine");
      }
    }
    return template;
  }

  private static void grown(long bytes, String service, String field, Denials denials) {
    long kib = Math.ceilDiv(bytes, KIB);
    denials.over(
        Budget.TEMPLATE_KIB, kib, service, field, "has a template that can become " + kib + " KiB");
  }

  private static long length(List<String> texts) {
    return texts.stream().mapToLong(String::length).sum();
  }

  private static long longest(Collection<String> texts) {
    return texts.stream().mapToLong(String::length).max().orElse(0);
  }

  /** The longest of each that a template can put in. */
  private record Sizes(long config, long secret, long value) {

    static Sizes of(StackSpec stack) {
      return new Sizes(
          stack.configs().stream().mapToLong(it -> it.data().length).max().orElse(0),
          stack.secrets().stream().mapToLong(it -> it.value().bytes().length).max().orElse(0),
          stack.services().stream()
              .mapToLong(
                  it -> Math.max(longest(it.container().env()), longest(it.labels().values())))
              .max()
              .orElse(0));
    }
  }
}
