package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.ObjectRules;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceTypes;
import tech.coopcloud.ci.store.object.StorageException;

/**
 * The routes of the Kubernetes API. One instance may be installed on several listeners: over TLS
 * for kubectl, and plain on loopback for {@code ccctl}.
 */
public final class KubernetesApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesApi.class);
  private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(30);

  private final Tokens tokens;
  private final Types types;
  private final Discovery discovery;
  private final OpenApi openApi;
  private final Reads reads;
  private final Writes writes;
  private final Deletes deletes;
  private final Watches watches;

  /**
   * @param store where the objects are; it is not closed with this
   * @param types what is served; Lease, Event and Namespace are added where they are missing
   * @param namespaces namespaces to show even while they are empty, besides {@code default}
   * @throws IllegalArgumentException when a type has a column or a selectable field whose JSON path
   *     is none
   */
  public KubernetesApi(
      ObjectStore store,
      List<ResourceType> types,
      Set<String> namespaces,
      Tokens tokens,
      Clock clock) {
    this(store, types, namespaces, tokens, clock, BOOKMARK_EVERY);
  }

  KubernetesApi(
      ObjectStore store,
      List<ResourceType> served,
      Set<String> namespaces,
      Tokens tokens,
      Clock clock,
      Duration bookmarkEvery) {
    List<ResourceType> all = withBuiltins(served);
    Set<String> shown = new java.util.HashSet<>(namespaces);
    shown.add("default");
    ObjectStore withNamespaces = new NamespaceStore(store, all, shown, clock.instant());
    ObjectRules rules = new ObjectRules(all);
    for (ResourceType type : all) {
      type.columns().forEach(column -> new JsonPath(column.jsonPath()));
      type.selectableFields().forEach(JsonPath::new);
    }
    this.tokens = tokens;
    this.types = new Types(all);
    this.discovery = new Discovery(types);
    this.openApi = new OpenApi(types);
    this.reads = new Reads(withNamespaces, clock);
    this.writes = new Writes(withNamespaces, rules, clock);
    this.deletes = new Deletes(withNamespaces, rules, clock);
    this.watches = new Watches(withNamespaces, reads, bookmarkEvery);
  }

  private static List<ResourceType> withBuiltins(List<ResourceType> served) {
    List<ResourceType> all = new ArrayList<>(served);
    for (ResourceType builtin : ResourceTypes.builtins()) {
      if (served.stream().noneMatch(type -> type.name().equals(builtin.name()))) {
        all.add(builtin);
      }
    }
    return all;
  }

  /** Adds the routes of the API to a Javalin instance that is being configured. */
  public void install(JavalinConfig config) {
    config.jetty.modifyServletContextHandler(
        context -> {
          for (String path : List.of("/api/*", "/apis/*")) {
            context.addFilter(
                new FilterHolder(new NoWebSockets()), path, EnumSet.of(DispatcherType.REQUEST));
          }
        });
    for (String path : List.of("/api", "/apis", "/api/*", "/apis/*", "/openapi/*", "/version")) {
      Handler handler = this::handle;
      config
          .routes
          .get(path, handler)
          .post(path, handler)
          .put(path, handler)
          .patch(path, handler)
          .delete(path, handler);
    }
  }

  /** Ends all watches, so that clients come back to whoever serves next. */
  @Override
  public void close() {
    watches.close();
  }

  private void handle(Context ctx) throws IOException {
    try {
      route(ctx);
    } catch (ApiError e) {
      fail(ctx, e);
    } catch (StorageException e) {
      LOG.warn("{} {}: {}", ctx.req().getMethod(), ctx.req().getRequestURI(), e.getMessage());
      fail(ctx, ApiError.unavailable(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", ctx.req().getMethod(), ctx.req().getRequestURI(), e);
      fail(ctx, ApiError.internal());
    } catch (IOException e) {
      // The client went away: nothing can be told to it.
      LOG.debug("{} {} was cut off", ctx.req().getMethod(), ctx.req().getRequestURI(), e);
    }
  }

  private static void fail(Context ctx, ApiError error) throws IOException {
    if (ctx.res().isCommitted()) {
      throw new IOException("the answer was under way when this happened: " + error.getMessage());
    }
    Body.discard(ctx);
    ctx.res().resetBuffer();
    if (error.code() == 401) {
      ctx.res().setHeader("WWW-Authenticate", "Bearer realm=\"cc-ci\"");
    }
    Reply.json(ctx, error.code(), error.status());
  }

  private void route(Context ctx) throws ApiError, IOException {
    List<String> path = Target.segments(ctx.req().getRequestURI());
    String root = path.isEmpty() ? "" : path.getFirst();
    if (root.equals("version")) {
      Reply.json(ctx, 200, Discovery.version());
      return;
    }
    Author author = tokens.authenticate(ctx.header("Authorization"));
    if (author == null) {
      throw ApiError.unauthorized();
    }
    if (ctx.header("Impersonate-User") != null) {
      throw ApiError.forbidden("impersonation is not offered: the token alone says who asks");
    }
    List<String> rest = path.subList(1, path.size());
    switch (root) {
      case "api" -> core(ctx, rest, author);
      case "apis" -> grouped(ctx, rest, author);
      default -> openApi(ctx, rest);
    }
  }

  private void openApi(Context ctx, List<String> path) throws ApiError, IOException {
    if (path.isEmpty() || !path.getFirst().equals("v3")) {
      throw ApiError.noSuchPath();
    }
    onlyGet(ctx);
    openApi.answer(ctx, path.subList(1, path.size()));
  }

  private void core(Context ctx, List<String> path, Author author) throws ApiError, IOException {
    if (path.size() < 2) {
      onlyGet(ctx);
      answer(ctx, path.isEmpty() ? discovery.coreVersions() : resources(path.getFirst()));
    } else {
      resource(ctx, Target.parse(types, "", path.getFirst(), path.subList(1, path.size())), author);
    }
  }

  private void grouped(Context ctx, List<String> path, Author author) throws ApiError, IOException {
    if (path.size() < 3) {
      onlyGet(ctx);
      answer(
          ctx,
          switch (path.size()) {
            case 0 -> discovery.groups();
            case 1 -> discovery.group(path.getFirst());
            default -> resources(path.get(0) + "/" + path.get(1));
          });
      return;
    }
    List<String> rest = path.subList(2, path.size());
    if (path.get(0).equals(Reviews.GROUP) && path.get(1).equals(Reviews.VERSION)) {
      Reviews.answer(ctx, rest);
    } else {
      resource(ctx, Target.parse(types, path.get(0), path.get(1), rest), author);
    }
  }

  private @Nullable ObjectNode resources(String apiVersion) {
    return discovery.resources(apiVersion);
  }

  private static void answer(Context ctx, @Nullable ObjectNode document)
      throws ApiError, IOException {
    if (document == null) {
      throw ApiError.noSuchPath();
    }
    Reply.json(ctx, 200, document);
  }

  private static void onlyGet(Context ctx) throws ApiError {
    if (!ctx.req().getMethod().equals("GET")) {
      throw ApiError.methodNotAllowed();
    }
  }

  private void resource(Context ctx, Target target, Author author) throws ApiError, IOException {
    String method = ctx.req().getMethod();
    if (target.type().readOnly() && !method.equals("GET")) {
      throw ApiError.methodNotAllowed();
    }
    String name = target.name();
    if (name == null) {
      collection(ctx, target, method, author);
      return;
    }
    switch (method) {
      case "GET" -> reads.get(ctx, target, name);
      case "PUT" -> writes.update(ctx, target, name, reads.view(ctx, target), author);
      case "PATCH" -> writes.patch(ctx, target, name, reads.view(ctx, target), author);
      case "DELETE" -> {
        if (target.status()) {
          throw ApiError.methodNotAllowed();
        }
        deletes.one(ctx, target, name, reads.view(ctx, target), author);
      }
      default -> throw ApiError.methodNotAllowed();
    }
  }

  private void collection(Context ctx, Target target, String method, Author author)
      throws ApiError, IOException {
    boolean everywhere = target.type().namespaced() && target.namespace() == null;
    if (everywhere && !method.equals("GET")) {
      throw ApiError.methodNotAllowed();
    }
    switch (method) {
      case "GET" -> {
        if (Watches.isTrue(ctx, "watch")) {
          watches.watch(ctx, target);
        } else {
          reads.list(ctx, target);
        }
      }
      case "POST" -> writes.create(ctx, target, reads.view(ctx, target), author);
      case "DELETE" -> deletes.collection(ctx, target, author);
      default -> throw ApiError.methodNotAllowed();
    }
  }
}
