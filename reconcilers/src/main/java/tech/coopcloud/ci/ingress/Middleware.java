package tech.coopcloud.ci.ingress;

import java.util.List;

/** One of Traefik's middlewares: changes a request on its way to the service, or answers it. */
@FunctionalInterface
interface Middleware {

  Passage apply(Passage.Onward passage);

  static Middleware chain(List<Middleware> middlewares) {
    List<Middleware> all = List.copyOf(middlewares);
    return start -> {
      Passage passage = start;
      for (Middleware middleware : all) {
        if (!(passage instanceof Passage.Onward onward)) {
          return passage;
        }
        passage = middleware.apply(onward);
      }
      return passage;
    };
  }
}
