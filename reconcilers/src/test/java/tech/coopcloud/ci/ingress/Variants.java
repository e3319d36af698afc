package tech.coopcloud.ci.ingress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.ingress.Visitor.Ask;
import tech.coopcloud.ci.recipe.ServiceSpec;

/** Ways to write labels for Traefik, sound ones and those that maintainers get wrong. */
final class Variants {
  private static final String PASSWORD = "ada:$apr1$JrqCzbcJ$Z8VmtTgKiZbJv9hsdsnSL0";
  private static final String OTHER_PASSWORD = "Basic YWRhOndyb25n";

  private final String network;
  private final List<Variant> all = new ArrayList<>();

  private Variants(String network) {
    this.network = network;
  }

  /**
   * One way.
   *
   * @param services of the stack that it is deployed as
   * @param asks what to ask of both
   * @param why what the judgement before a deployment has to say, or null when a request for the
   *     domain is served
   * @param differently why the embedded ingress answers in another way than Traefik, by design;
   *     null where it must not
   */
  record Variant(
      String name,
      Function<Stack, List<ServiceSpec>> services,
      List<Ask> asks,
      @Nullable String why,
      @Nullable String differently) {}

  static List<Variant> all(String network) {
    Variants variants = new Variants(network);
    variants.rules();
    variants.mistakes();
    variants.middlewares();
    variants.several();
    return variants.all;
  }

  private void rules() {
    sound("one host", it -> {}, Ask.get("/"), Ask.get("/a%20b?c=d%7Ce"), Ask.get("/").at("www"));
    sound(
        "a list of hosts, as v2 has it",
        it -> it.router("rule", "Host(`DOMAIN`, `www.DOMAIN`)"),
        Ask.get("/"),
        Ask.get("/").at("www"),
        Ask.get("/").at("none"));
    sound(
        "two hosts with or",
        it -> it.router("rule", "Host(`DOMAIN`) || Host(`www.DOMAIN`)"),
        Ask.get("/"),
        Ask.get("/").at("www"));
    sound(
        "host in capitals",
        it -> it.router("rule", "Host(`" + it.domain().toUpperCase(java.util.Locale.ROOT) + "`)"),
        Ask.get("/"));
    sound(
        "a path's prefix",
        it -> it.router("rule", "Host(`DOMAIN`) && PathPrefix(`/x`)"),
        Ask.get("/"),
        Ask.get("/x"),
        Ask.get("/xy/z"),
        Ask.get("/X"));
    sound(
        "one path",
        it -> it.router("rule", "Host(`DOMAIN`) && Path(`/x`)"),
        Ask.get("/x"),
        Ask.get("/x/"),
        Ask.get("/x?a=b"));
    sound(
        "not a path's prefix",
        it -> it.router("rule", "Host(`DOMAIN`) && !PathPrefix(`/admin`)"),
        Ask.get("/"),
        Ask.get("/admin/x"));
    sound(
        "a method",
        it -> it.router("rule", "Host(`DOMAIN`) && Method(`POST`, `HEAD`)"),
        Ask.get("/"),
        new Ask("POST", "", "/", Map.of()));
    sound(
        "a header",
        it -> it.router("rule", "Host(`DOMAIN`) && Headers(`X-Kind`, `one`)"),
        Ask.get("/"),
        Ask.get("/").with("X-Kind", "one"),
        Ask.get("/").with("X-Kind", "two"));
    sound(
        "a query, as v2 has it",
        it -> it.router("rule", "Host(`DOMAIN`) && Query(`a=b`)"),
        Ask.get("/"),
        Ask.get("/?a=b"),
        Ask.get("/?a=c"));
    sound(
        "a pattern of hosts, as v2 has it",
        it -> it.router("rule", "Host(`DOMAIN`) || HostRegexp(`{sub:[a-z]+}.DOMAIN`)"),
        Ask.get("/").at("abc"),
        Ask.get("/").at("a1"));
    sound(
        "a rule in the syntax of v3",
        it ->
            it.router("rule", "Host(`DOMAIN`) && PathRegexp(`^/x[0-9]+$`)")
                .router("rulesyntax", "v3"),
        Ask.get("/x12"),
        Ask.get("/x"));
    sound("both entrypoints", it -> it.router("entrypoints", "web,web-secure"), Ask.get("/"));
    sound("no entrypoint", it -> it.without("entrypoints"), Ask.get("/"));
    sound("tls=true", it -> it.without("tls.certresolver").router("tls", "true"), Ask.get("/"));
    sound(
        "a certificate resolver that there is not",
        it -> it.router("tls.certresolver", "production"),
        Ask.get("/"));
  }

  private void mistakes() {
    sound("the wrong port", it -> it.service("loadbalancer.server.port", "81"), Ask.get("/"));
    differs(
        "https to a port of http",
        "the embedded ingress says that the service is at fault, Traefik that itself is (500)",
        it -> it.service("loadbalancer.server.scheme", "https"));
    sound("keys in capitals", it -> it.drop("traefik.enable").key("traefik.ENABLE", "true"));
    broken("labels in capitals", "in lower case", it -> it.key("Traefik.Enable", "true"));
    broken("no port", "does not say its port", it -> it.drop("loadbalancer.server.port"));
    broken("no enable", "not traefik.enable=true", it -> it.drop("traefik.enable"));
    broken("enable=false", "not traefik.enable=true", it -> it.key("traefik.enable", "false"));
    broken("enable=yes", "traefik.enable", it -> it.key("traefik.enable", "yes"));
    broken("no tls", "does not ask for TLS", it -> it.drop("tls.certresolver"));
    broken("web only", "entrypoint web only", it -> it.router("entrypoints", "web"));
    broken("websecure", "websecure", it -> it.router("entrypoints", "websecure"));
    broken("no rule", "rule", it -> it.drop(".rule"));
    broken("a rule with a typo", "rule", it -> it.router("rule", "Host(`DOMAIN`"));
    broken("a rule in quotes", "rule", it -> it.router("rule", "Host('DOMAIN')"));
    broken("an unknown matcher", "rule", it -> it.router("rule", "Hosts(`DOMAIN`)"));
    broken("another domain", "example.org", it -> it.router("rule", "Host(`example.org`)"));
    broken("an unknown option", "entrypoint", it -> it.router("entrypoint", "web-secure"));
    broken(
        "an unknown option of the provider",
        "networks",
        it -> it.key("traefik.docker.networks", network));
    sound("no virtual address", it -> it.key("traefik.docker.lbswarm", "false"));
    broken(
        "an unknown option of a service",
        "loadbalancer.nonsense",
        it -> it.service("loadbalancer.nonsense", "1"));
    broken(
        "an unknown option of a healthcheck",
        "'paht'",
        it -> it.service("loadbalancer.healthcheck.paht", "/"));
    broken("an unknown option of tls", "'resolver'", it -> it.router("tls.resolver", "production"));
    broken(
        "an unknown option of a middleware",
        "'stssecond'",
        it -> it.with("head", "headers.stssecond", "600"));
    broken("a priority in words", "priority", it -> it.router("priority", "high"));
    broken("an unknown service", "leads to the service", it -> it.router("service", "other"));
    broken("an unknown middleware", "'gzip'", it -> it.router("middlewares", "gzip"));
    broken(
        "a middleware in other capitals",
        "middleware",
        it ->
            it.router("middlewares", "NAME-Strip").middleware("strip.stripprefix.prefixes", "/x"));
    broken(
        "a middleware of an unknown type",
        "nonsense",
        it -> it.router("middlewares", "NAME-m").middleware("m.nonsense.x", "1"));
    broken(
        "a middleware of the docker provider",
        "docker",
        it -> it.router("middlewares", "NAME-m@docker").middleware("m.addprefix.prefix", "/x"));
    broken(
        "labels of both providers",
        "traefik.docker",
        it -> it.key("traefik.docker.network", network).key("traefik.swarm.network", network));
    sound("the network of v2", it -> it.key("traefik.docker.network", network), Ask.get("/"));
    sound("a network that it is not on", it -> it.key("traefik.swarm.network", "x"), Ask.get("/"));
    add(
        "not on the network",
        stack -> List.of(stack.service("app", new Draft(stack).map(), List.of(), Stack.echo())),
        "not on the network " + network,
        Ask.get("/"));
  }

  private void middlewares() {
    sound(
        "stripprefix",
        it -> it.with("strip", "stripprefix.prefixes", "/x, /y"),
        Ask.get("/x/z?q=1"),
        Ask.get("/x"),
        Ask.get("/xz"),
        Ask.get("/y/z"),
        Ask.get("/z"));
    sound(
        "redirectregex",
        it ->
            it.with("old", "redirectregex.regex", "^https://([^/:]+)(:[0-9]+)?/old/(.*)")
                .middleware("old.redirectregex.replacement", "https://www.$1/new/${3}")
                .middleware("old.redirectregex.permanent", "true"),
        Ask.get("/old/page?x=y"),
        Ask.get("/else"),
        new Ask("POST", "", "/old/page", Map.of()));
    differs(
        "redirectscheme",
        "Traefik sends who came by another port than 443 there, where in a test nobody listens; both"
            + " pass on who came by 443",
        it -> it.with("tls", "redirectscheme.scheme", "https"));
    sound(
        "headers",
        it ->
            it.with("head", "headers.customresponseheaders.X-Robots-Tag", "none")
                .middleware("head.headers.customrequestheaders.X-Kind", "custom")
                .middleware("head.headers.framedeny", "true")
                .middleware("head.headers.stsseconds", "600")
                .middleware("head.headers.stsincludesubdomains", "true"),
        Ask.get("/"));
    sound(
        "basicauth",
        it -> it.with("lock", "basicauth.users", PASSWORD),
        Ask.get("/"),
        Ask.get("/").with("Authorization", OTHER_PASSWORD));
    sound("addprefix", it -> it.with("add", "addprefix.prefix", "/x"), Ask.get("/y?z"));
    sound(
        "replacepathregex",
        it ->
            it.with("replace", "replacepathregex.regex", "^/a/(.*)")
                .middleware("replace.replacepathregex.replacement", "/b/$1"),
        Ask.get("/a/c"),
        Ask.get("/d"));
    sound(
        "a chain",
        it ->
            it.with("both", "chain.middlewares", "NAME-one,NAME-two")
                .middleware("one.addprefix.prefix", "/x")
                .middleware("two.addprefix.prefix", "/y"),
        Ask.get("/z"));
    sound(
        "two in a row, one by its provider",
        it ->
            it.router("middlewares", "NAME-one@swarm, NAME-two")
                .middleware("one.addprefix.prefix", "/x")
                .middleware("two.addprefix.prefix", "/y"),
        Ask.get("/z"));
    sound(
        "headers as recipes of v2 have them",
        it ->
            it.with("head", "headers.SSLRedirect", "true")
                .middleware("head.headers.SSLForceHost", "true")
                .middleware("head.headers.SSLHost", it.domain())
                .middleware("head.headers.customFrameOptionsValue", "SAMEORIGIN"));
    sound("compress", it -> it.with("small", "compress", "true"), Ask.get("/"));
  }

  private void several() {
    sound(
        "two routers by priority",
        it ->
            it.router("priority", "100")
                .key("traefik.http.routers.NAME-x.rule", "Host(`DOMAIN`) && PathPrefix(`/x`)")
                .key("traefik.http.routers.NAME-x.tls", "true")
                .key("traefik.http.routers.NAME-x.middlewares", "NAME-x")
                .middleware("x.addprefix.prefix", "/second"),
        Ask.get("/x"));
    sound(
        "two routers by the length of their rules",
        it ->
            it.key("traefik.http.routers.NAME-x.rule", "Host(`DOMAIN`) && PathPrefix(`/x`)")
                .key("traefik.http.routers.NAME-x.tls", "true")
                .key("traefik.http.routers.NAME-x.middlewares", "NAME-x")
                .middleware("x.addprefix.prefix", "/second"),
        Ask.get("/x"),
        Ask.get("/y"));
    sound(
        "two ports, the router says which",
        it ->
            it.key("traefik.http.services.NAME-b.loadbalancer.server.port", "8080")
                .router("service", it.name() + "-b"),
        Ask.get("/"));
    broken(
        "two ports, the router does not say which",
        "does not say which service",
        it -> it.key("traefik.http.services.NAME-b.loadbalancer.server.port", "8080"));
    add(
        "one router of two services",
        stack ->
            List.of(
                stack.service("app", new Draft(stack).map(), List.of(network), Stack.echo()),
                stack.service(
                    "api",
                    new Draft(stack)
                        .drop("loadbalancer.server.port")
                        .key("traefik.http.services.NAME-b.loadbalancer.server.port", "80")
                        .map(),
                    List.of(network),
                    Stack.echo())),
        "defined by two services",
        Ask.get("/"));
    add(
        "a middleware of another service of the stack",
        stack ->
            List.of(
                stack.service(
                    "app",
                    new Draft(stack).router("middlewares", "NAME-shared").map(),
                    List.of(network),
                    Stack.echo()),
                stack.service(
                    "api",
                    new Draft(stack)
                        .router("rule", "Host(`api.DOMAIN`)")
                        .renamed("-api")
                        .middleware("shared.addprefix.prefix", "/x")
                        .map(),
                    List.of(network),
                    Stack.echo())),
        null,
        Ask.get("/y"),
        Ask.get("/y").at("api"));
  }

  private void sound(String name, Consumer<Draft> change, Ask... asks) {
    add(name, one(change), null, asks.length == 0 ? new Ask[] {Ask.get("/")} : asks);
  }

  private void differs(String name, String why, Consumer<Draft> change) {
    all.add(new Variant(name, one(change), List.of(Ask.get("/")), null, why));
  }

  private void broken(String name, String why, Consumer<Draft> change) {
    add(name, one(change), why, Ask.get("/"));
  }

  private void add(
      String name, Function<Stack, List<ServiceSpec>> services, @Nullable String why, Ask... asks) {
    all.add(new Variant(name, services, List.of(asks), why, null));
  }

  private Function<Stack, List<ServiceSpec>> one(Consumer<Draft> change) {
    return stack -> {
      Draft labels = new Draft(stack);
      change.accept(labels);
      return List.of(stack.service("app", labels.map(), List.of(network), Stack.echo()));
    };
  }
}
