package tech.coopcloud.ci.recipe;

import static tech.coopcloud.ci.recipe.ObjectShape.object;
import static tech.coopcloud.ci.recipe.Shapes.TEXT;
import static tech.coopcloud.ci.recipe.Shapes.TEXTS;
import static tech.coopcloud.ci.recipe.Shapes.WHOLE;
import static tech.coopcloud.ci.recipe.Shapes.YES_OR_NO;
import static tech.coopcloud.ci.recipe.Shapes.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fields that have a short form beside the long one; read as the long one. */
final class ShortForms {
  private ShortForms() {}

  static final Shape ORDER =
      (node, reading) ->
          "start-first".equals(value(node)) || "stop-first".equals(value(node))
              ? node
              : reading.wrong(node, "start-first or stop-first");

  /** {@code true}, or the old {@code {name: x}}; read as a mapping in any case. */
  static final Shape EXTERNAL =
      (node, reading) -> {
        if (node instanceof Node.Fields) {
          Node named = object().with("name", TEXT).read(node, reading);
          Map<String, Node> fields = new LinkedHashMap<>(((Node.Fields) named).map());
          fields.put("external", new Node.Scalar(node.place(), true, false));
          return new Node.Fields(node.place(), fields);
        }
        return new Node.Fields(node.place(), Map.of("external", YES_OR_NO.read(node, reading)));
      };

  /** {@code 1024} or {@code {soft: 1, hard: 2}}. */
  static final Shape ULIMIT =
      (node, reading) -> {
        if (node instanceof Node.Fields fields) {
          if (!fields.map().containsKey("soft") || !fields.map().containsKey("hard")) {
            return reading.wrong(node, "one number, or a mapping with 'soft' and 'hard'");
          }
          return object().with("soft", WHOLE).with("hard", WHOLE).read(node, reading);
        }
        Node both = WHOLE.read(node, reading);
        return new Node.Fields(node.place(), Map.of("soft", both, "hard", both));
      };

  /** {@code host:ip} in a list or a mapping; read as a list of {@code host:ip}. */
  static final Shape HOSTS =
      (node, reading) -> {
        List<String> hosts = new ArrayList<>();
        if (node instanceof Node.Items items) {
          TEXTS.read(node, reading);
          for (Node item : items.nodes()) {
            if (value(item) instanceof String text) {
              int at = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
              if (at >= 0) {
                hosts.add(text.substring(0, at) + ":" + bare(text.substring(at + 1)));
              }
            }
          }
        } else if (Shapes.PAIRS.read(node, reading) instanceof Node.Fields pairs) {
          new TreeMap<>(pairs.map())
              .forEach((host, ip) -> hosts.add(host + ":" + bare(String.valueOf(value(ip)))));
        }
        return Shapes.texts(node.place(), hosts);
      };

  private static String bare(String ip) {
    return ip.length() > 2 && ip.startsWith("[") && ip.endsWith("]")
        ? ip.substring(1, ip.length() - 1)
        : ip;
  }

  static Shape networks(Shape map) {
    return (node, reading) -> {
      if (!(node instanceof Node.Items items)) {
        return map.read(node, reading);
      }
      TEXTS.read(items, reading);
      Map<String, Node> names = new LinkedHashMap<>();
      for (Node item : items.nodes()) {
        if (value(item) instanceof String name) {
          names.put(name, new Node.Scalar(item.place(), null, false));
        }
      }
      return map.read(new Node.Fields(node.place(), names), reading);
    };
  }

  /** A config or secret of a service: its name, or more. */
  static Shape fileReference() {
    Shape mode =
        (node, reading) ->
            value(node) instanceof Double number && number != Math.rint(number)
                ? reading.wrong(node, "permission bits like 0444")
                : WHOLE.read(node, reading);
    Shape full =
        object()
            .with("source", TEXT)
            .with("target", TEXT)
            .with("uid", TEXT)
            .with("gid", TEXT)
            .with("mode", mode);
    return (node, reading) ->
        value(node) instanceof String
            ? new Node.Fields(node.place(), Map.of("source", node))
            : full.read(node, reading);
  }

  private static final Shape FULL_VOLUME =
      object()
          .with("type", TEXT)
          .with("source", TEXT)
          .with("target", TEXT)
          .with("read_only", YES_OR_NO)
          .with("consistency", TEXT)
          .with("bind", object().with("propagation", TEXT))
          .with(
              "volume",
              object()
                  .with("nocopy", YES_OR_NO)
                  .forbidden("mount the whole volume, or use several volumes", "subpath"))
          .with("tmpfs", object().with("size", Shapes.PLAIN_WHOLE), 6)
          .forbidden("use a volume", "image", "cluster");

  static final Shape VOLUME =
      (node, reading) -> {
        if (!(value(node) instanceof String text)) {
          if (node instanceof Node.Fields fields && !fields.map().containsKey("type")) {
            return reading.wrong(node, "a mapping with a 'type'");
          }
          return reading.minor() < 2
              ? reading.wrong(node, "text in this version")
              : FULL_VOLUME.read(node, reading);
        }
        try {
          return volume(node.place(), text);
        } catch (IllegalArgumentException e) {
          reading
              .findings()
              .error(
                  node.place(),
                  "The volume '" + Checkout.shown(text) + "' " + e.getMessage() + ".");
          return new Node.Fields(node.place(), Map.of());
        }
      };

  private static Node.Fields volume(Place place, String text) {
    List<String> parts = List.of(text.split(":", -1));
    if (text.length() <= 2) {
      parts = List.of(text);
    }
    if (text.isEmpty() || parts.contains("")) {
      throw new IllegalArgumentException("has an empty part; write SOURCE:TARGET[:OPTIONS]");
    }
    if (parts.size() > 3) {
      throw new IllegalArgumentException("has too many colons; write SOURCE:TARGET[:OPTIONS]");
    }
    Map<String, Node> fields = new LinkedHashMap<>();
    String source = parts.size() == 1 ? "" : parts.getFirst();
    boolean path = !source.isEmpty() && "./~".indexOf(source.charAt(0)) >= 0;
    put(fields, place, "type", path || source.startsWith("\\\\") ? "bind" : "volume");
    if (!source.isEmpty()) {
      put(fields, place, "source", source);
    }
    put(fields, place, "target", parts.size() == 1 ? text : parts.get(1));
    for (String option : parts.size() == 3 ? parts.get(2).split(",") : new String[0]) {
      switch (option) {
        case "ro" -> put(fields, place, "read_only", true);
        case "rw" -> put(fields, place, "read_only", false);
        case "nocopy" ->
            fields.put(
                "volume",
                new Node.Fields(place, Map.of("nocopy", new Node.Scalar(place, true, false))));
        case "rprivate", "private", "rshared", "shared", "rslave", "slave" ->
            fields.put(
                "bind",
                new Node.Fields(
                    place, Map.of("propagation", new Node.Scalar(place, option, false))));
        default -> {
          // docker passes over options that it does not know, z and Z among them
        }
      }
    }
    return new Node.Fields(place, fields);
  }

  private static final Shape FULL_PORT =
      object()
          .with("mode", TEXT)
          .with("target", WHOLE)
          .with("published", WHOLE)
          .with("protocol", TEXT);

  static final Shape PORTS =
      (node, reading) -> {
        if (!(node instanceof Node.Items items)) {
          return reading.wrong(node, "a list");
        }
        List<Node> ports = new ArrayList<>();
        for (Node item : items.nodes()) {
          Object value = value(item);
          if (!(value instanceof String) && !(value instanceof Long)) {
            ports.add(FULL_PORT.read(item, reading));
            continue;
          }
          try {
            for (PortText.Mapping port : PortText.parse(value.toString())) {
              ports.add(port(item.place(), port));
            }
          } catch (IllegalArgumentException e) {
            reading
                .findings()
                .error(
                    item.place(),
                    "The port '"
                        + Checkout.shown(value.toString())
                        + "' must be "
                        + e.getMessage()
                        + ".");
          }
        }
        return new Node.Items(node.place(), ports);
      };

  private static Node port(Place place, PortText.Mapping port) {
    Map<String, Node> fields = new LinkedHashMap<>();
    put(fields, place, "target", (long) port.target());
    put(fields, place, "published", (long) port.published());
    put(fields, place, "protocol", port.protocol());
    put(fields, place, "mode", "ingress");
    return new Node.Fields(place, fields);
  }

  private static void put(
      Map<String, Node> fields, Place place, String name, @Nullable Object value) {
    fields.put(name, new Node.Scalar(place, value, false));
  }
}
