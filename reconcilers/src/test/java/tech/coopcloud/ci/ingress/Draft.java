package tech.coopcloud.ci.ingress;

import java.util.Map;
import java.util.TreeMap;

/** Labels of the usual form, to be changed; DOMAIN and NAME stand for the stack's. */
final class Draft {
  private final Stack stack;
  private Map<String, String> map;

  Draft(Stack stack) {
    this.stack = stack;
    this.map = new TreeMap<>(stack.labels(80));
  }

  Map<String, String> map() {
    return map;
  }

  String name() {
    return stack.name;
  }

  String domain() {
    return stack.domain;
  }

  Draft key(String key, String value) {
    map.put(filled(key), filled(value));
    return this;
  }

  private String filled(String text) {
    return text.replace("DOMAIN", stack.domain).replace("NAME", stack.name);
  }

  Draft router(String option, String value) {
    return key("traefik.http.routers.NAME." + option, value);
  }

  Draft service(String option, String value) {
    return key("traefik.http.services.NAME." + option, value);
  }

  Draft middleware(String option, String value) {
    return key("traefik.http.middlewares.NAME-" + option, value);
  }

  /** Defines a middleware and gives it to the router. */
  Draft with(String name, String option, String value) {
    return router("middlewares", "NAME-" + name).middleware(name + "." + option, value);
  }

  Draft without(String option) {
    return drop(option);
  }

  Draft drop(String end) {
    map.keySet().removeIf(it -> it.endsWith(end));
    return this;
  }

  /** Its router and service get another name. */
  Draft renamed(String suffix) {
    Map<String, String> renamed = new TreeMap<>();
    map.forEach((key, value) -> renamed.put(key.replace(stack.name, stack.name + suffix), value));
    map = renamed;
    return this;
  }
}
