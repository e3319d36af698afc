package tech.coopcloud.ci.store.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.ArchivePage;
import tech.coopcloud.ci.store.object.ObjectStore;
import tech.coopcloud.ci.store.object.ObjectStore.Listing;
import tech.coopcloud.ci.store.object.StoredObject;

/** {@code get} and {@code list}. */
final class Reads {
  /** What is read from disk is answered in parts, also to those who ask for all of it. */
  private static final int LARGEST_ARCHIVED = 500;

  private final ObjectStore store;
  private final Snapshots snapshots;
  private final Clock clock;

  Reads(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.snapshots = new Snapshots(clock);
  }

  void get(Context ctx, Target target, String name) throws ApiError, IOException {
    View view = view(ctx, target);
    StoredObject object = store.get(target.key(name));
    if (object == null) {
      throw ApiError.notFound(target.type(), name);
    }
    Reply.json(ctx, 200, view.one(object));
  }

  void list(Context ctx, Target target) throws ApiError, IOException {
    View view = view(ctx, target);
    if (ctx.queryParam("sendInitialEvents") != null) {
      throw ApiError.badRequest("sendInitialEvents is forbidden for list");
    }
    Selection selection = selection(ctx, target);
    if (Boolean.parseBoolean(ctx.queryParam("archived"))) {
      archived(ctx, target, view, selection);
      return;
    }
    Listing listing;
    int start = 0;
    String token = ctx.queryParam("continue");
    if (token != null && !token.isEmpty()) {
      Snapshots.Position position = Snapshots.position(token);
      listing = snapshots.find(target.type().name(), target.namespace(), position.version());
      start = position.index();
    } else {
      listing = store.list(target.type().name(), target.namespace());
      checkVersion(ctx, listing.resourceVersion());
    }
    View.Page page = page(listing, start, selection, limit(ctx), target);
    Reply.stream(ctx, size(page.objects()), out -> view.list(page, out));
  }

  /** A list of what has left, for whoever asks for it with {@code ?archived=true}. */
  private void archived(Context ctx, Target target, View view, Selection selection)
      throws ApiError, IOException {
    String token = ctx.queryParam("continue");
    ArchivePage archived =
        store.archived(
            target.type().name(),
            target.namespace(),
            selection.name(),
            token == null || token.isEmpty() ? null : token,
            selection::matches,
            Math.min(limit(ctx), LARGEST_ARCHIVED));
    View.Page page =
        new View.Page(store.resourceVersion(), archived.objects(), archived.next(), null);
    Reply.stream(ctx, size(page.objects()), out -> view.list(page, out));
  }

  private View.Page page(
      Listing listing, int start, Selection selection, int limit, Target target) {
    List<StoredObject> objects = listing.objects();
    if (selection.isAll() && limit >= objects.size() - start) {
      return new View.Page(
          listing.resourceVersion(),
          objects.subList(Math.min(start, objects.size()), objects.size()),
          null,
          null);
    }
    List<StoredObject> chosen = new java.util.ArrayList<>();
    int at = start;
    while (at < objects.size() && chosen.size() < limit) {
      StoredObject object = objects.get(at++);
      if (selection.matches(object)) {
        chosen.add(object);
      }
    }
    if (at >= objects.size()) {
      return new View.Page(listing.resourceVersion(), chosen, null, null);
    }
    String next = snapshots.keep(target.type().name(), target.namespace(), listing, at);
    Integer remaining = selection.isAll() ? objects.size() - at : null;
    return new View.Page(listing.resourceVersion(), chosen, next, remaining);
  }

  private static long size(List<StoredObject> objects) {
    return objects.stream().mapToLong(object -> object.json().length).sum();
  }

  /** Refuses to answer with a list that is older than, or is not, what was asked for. */
  private static void checkVersion(Context ctx, long current) throws ApiError {
    String match = ctx.queryParam("resourceVersionMatch");
    String asked = ctx.queryParam("resourceVersion");
    if (match != null && !match.isEmpty() && (asked == null || asked.isEmpty())) {
      throw ApiError.badRequest(
          "resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    long version = version(asked);
    if (version > current) {
      throw ApiError.tooLargeVersion(version, current);
    }
    if ("Exact".equals(match) && version != current) {
      throw ApiError.expired("The resourceVersion for the provided list is too old.");
    }
  }

  /**
   * The number in a query parameter {@code resourceVersion}; 0 when it is missing, which means any.
   */
  static long version(@Nullable String text) throws ApiError {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    try {
      long version = Long.parseLong(text);
      if (version >= 0) {
        return version;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a negative one.
    }
    throw ApiError.badRequest("Invalid value: \"" + text + "\": resourceVersion is no number");
  }

  private static int limit(Context ctx) throws ApiError {
    String text = ctx.queryParam("limit");
    if (text == null || text.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    try {
      long limit = Long.parseLong(text);
      if (limit >= 0) {
        return limit == 0 || limit > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) limit;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a negative one.
    }
    throw ApiError.badRequest("Invalid value: \"" + text + "\": limit is no count");
  }

  View view(Context ctx, Target target) throws ApiError {
    return View.of(target.type(), ctx.header("Accept"), ctx.queryParam("includeObject"), clock);
  }

  static Selection selection(Context ctx, Target target) throws ApiError {
    return Selection.parse(
        target.type(), ctx.queryParam("labelSelector"), ctx.queryParam("fieldSelector"));
  }
}
