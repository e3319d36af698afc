package tech.coopcloud.ci.ingress;

import java.util.Map;
import tech.coopcloud.ci.recipe.route.InvalidRuleException;

/** Traefik's middlewares redirectregex and redirectscheme. */
final class Redirects {
  private Redirects() {}

  static Middleware regex(Options options) throws NotServedException {
    String replacement = options.required("replacement");
    boolean permanent = options.flag("permanent");
    Regex regex;
    try {
      regex = Regex.of(options.required("regex"));
    } catch (InvalidRuleException e) {
      throw options.notServed(String.valueOf(e.getMessage()));
    }
    return passage -> {
      String old = url(passage);
      String now = regex.find(old) ? regex.replaceAll(old, replacement) : old;
      return now.equals(old) ? passage : reply(passage.call(), now, permanent);
    };
  }

  /** Requests come by https, so there is something to do for another scheme or port only. */
  static Middleware scheme(Options options) throws NotServedException {
    String scheme = options.required("scheme");
    String port = options.text("port", "");
    boolean permanent = options.flag("permanent");
    boolean usual = port.isEmpty() || (scheme.equals("https") && port.equals("443"));
    return passage -> {
      if (scheme.equals("https") && usual) {
        return passage;
      }
      String target = Call.target(passage.path(), passage.query());
      String host = passage.call().host() + (usual ? "" : ":" + port);
      return reply(passage.call(), scheme + "://" + host + target, permanent);
    };
  }

  private static String url(Passage.Onward passage) {
    return "https://" + passage.call().host() + Call.target(passage.path(), passage.query());
  }

  private static Passage.Reply reply(Call call, String location, boolean permanent) {
    boolean get = call.method().equals("GET");
    int code = permanent ? (get ? 301 : 308) : (get ? 302 : 307);
    return new Passage.Reply(code, Map.of("location", location), "");
  }
}
