package tech.coopcloud.ci.ingress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tech.coopcloud.ci.recipe.route.InvalidRuleException;

/** The middlewares that the labels of a stack define, by name. */
final class Middlewares {
  private static final int LONGEST_CHAIN = 10;
  private static final int DEEPEST_CHAIN = 3;

  /** They change how fast or how reliably a request is answered, not what with. */
  private static final Set<String> PASSED_OVER =
      Set.of(
          "buffering",
          "circuitbreaker",
          "compress",
          "contenttype",
          "inflightreq",
          "passtlsclientcert",
          "ratelimit",
          "retry");

  private final Map<String, Map<String, String>> defined;
  private final Router.Server server;

  /**
   * @param defined the options of each, by its name; they begin with its type
   */
  Middlewares(Map<String, Map<String, String>> defined, Router.Server server) {
    this.defined = Map.copyOf(defined);
    this.server = server;
  }

  /**
   * Makes the middlewares that a router names one.
   *
   * @throws NotServedException when one is missing or wrong: Traefik does not serve the router then
   */
  Middleware inOrder(List<String> names) throws NotServedException {
    return inOrder(names, DEEPEST_CHAIN);
  }

  private Middleware inOrder(List<String> names, int depth) throws NotServedException {
    List<Middleware> middlewares = new ArrayList<>();
    for (String name : names) {
      if (middlewares.size() == LONGEST_CHAIN) {
        throw new NotServedException(
            "There are more than " + LONGEST_CHAIN + " middlewares in a row.");
      }
      try {
        middlewares.add(named(name, depth));
      } catch (NotHereException e) {
        if (server == Router.Server.EMBEDDED) {
          throw e;
        }
      }
    }
    return Middleware.chain(middlewares);
  }

  private Middleware named(String reference, int depth) throws NotServedException {
    String name = Reference.local(reference);
    if (reference.endsWith("@docker")) {
      throw new NotServedException(
          "The middleware '%s' does not exist: in Traefik v3 the provider is @swarm, or is left out."
              .formatted(reference));
    }
    if (name == null) {
      throw new NotHereException(
          "The middleware '%s' does not exist: the embedded ingress has no other provider than the labels of the stack."
              .formatted(reference));
    }
    Map<String, String> values = defined.get(name);
    if (values == null) {
      throw new NotServedException(
          "The middleware '%s' does not exist: no label of the stack defines it."
              .formatted(reference));
    }
    Map<String, Map<String, String>> types = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          int dot = key.indexOf('.');
          types
              .computeIfAbsent(dot < 0 ? key : key.substring(0, dot), it -> new HashMap<>())
              .put(dot < 0 ? "" : key.substring(dot + 1), value);
        });
    if (types.size() != 1) {
      throw new NotServedException(
          "The middleware '%s' has several types (%s): a middleware has one."
              .formatted(name, String.join(", ", new TreeSet<>(types.keySet()))));
    }
    Map.Entry<String, Map<String, String>> only = types.entrySet().iterator().next();
    return make(
        only.getKey(), new Options("middleware '" + name + "'", only.getValue()), depth - 1);
  }

  private Middleware make(String type, Options options, int depth) throws NotServedException {
    if (PASSED_OVER.contains(type)) {
      return passage -> passage;
    }
    return switch (type) {
      case "addprefix" -> {
        String prefix = withSlash(options.required("prefix"));
        yield passage -> passage.withPath(prefix + passage.path());
      }
      case "basicauth" -> BasicAuth.of(options);
      case "chain" -> {
        if (depth == 0) {
          throw options.notServed("is a chain of chains deeper than " + DEEPEST_CHAIN);
        }
        yield inOrder(options.list("middlewares"), depth);
      }
      case "headers" -> HeaderOptions.of(options);
      case "redirectregex" -> Redirects.regex(options);
      case "redirectscheme" -> Redirects.scheme(options);
      case "replacepath" -> {
        String path = withSlash(options.required("path"));
        yield passage ->
            passage.withRequestHeaders(Map.of("x-replaced-path", passage.path())).withPath(path);
      }
      case "replacepathregex" -> replacePath(options);
      case "stripprefix" -> stripPrefix(options);
      default ->
          throw options.notHere(
              "is a "
                  + type
                  + ", which the embedded ingress does not have; run cc-ci with a Traefik for it");
    };
  }

  private static Middleware stripPrefix(Options options) throws NotServedException {
    List<String> prefixes = options.list("prefixes");
    if (prefixes.isEmpty()) {
      throw options.notServed("lacks prefixes");
    }
    return passage -> {
      for (String prefix : prefixes) {
        if (passage.path().startsWith(prefix)) {
          return passage
              .withRequestHeaders(Map.of("x-forwarded-prefix", prefix))
              .withPath(withSlash(passage.path().substring(prefix.length())));
        }
      }
      return passage;
    };
  }

  private static Middleware replacePath(Options options) throws NotServedException {
    String replacement = options.required("replacement");
    try {
      Regex regex = Regex.of(options.required("regex"));
      return passage ->
          regex.find(passage.path())
              ? passage
                  .withRequestHeaders(Map.of("x-replaced-path", passage.path()))
                  .withPath(withSlash(regex.replaceAll(passage.path(), replacement)))
              : passage;
    } catch (InvalidRuleException e) {
      throw options.notServed(String.valueOf(e.getMessage()));
    }
  }

  private static String withSlash(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }
}
