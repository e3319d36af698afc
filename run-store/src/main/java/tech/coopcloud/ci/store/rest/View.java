package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.StoredObject;

/** How a client wants objects shown: as they are, only their metadata, or as rows of a table. */
interface View {
  /** One object, as JSON. */
  byte[] one(StoredObject object);

  /** The object of a bookmark at a version; {@code initialEnd} closes the initial events. */
  byte[] bookmark(long resourceVersion, boolean initialEnd);

  /** Writes a list. */
  void list(Page page, OutputStream out) throws IOException;

  /**
   * A part of a list.
   *
   * @param next the token of the next part, null when this is the last
   * @param remaining how many objects follow; null when there are none or that is not known
   */
  record Page(
      long resourceVersion,
      List<StoredObject> objects,
      @Nullable String next,
      @Nullable Integer remaining) {
    public Page {
      objects = List.copyOf(objects);
    }

    /** {@code metadata} of the list. */
    ObjectNode metadata() {
      ObjectNode meta = Json.object().put("resourceVersion", Long.toString(resourceVersion));
      if (next != null) {
        meta.put("continue", next);
      }
      if (remaining != null) {
        meta.put("remainingItemCount", remaining);
      }
      return meta;
    }
  }

  /**
   * The first view that the {@code Accept} header names.
   *
   * @throws ApiError when it names none that is offered
   */
  static View of(ResourceType type, @Nullable String accept, @Nullable String include, Clock clock)
      throws ApiError {
    if (accept == null || accept.isBlank()) {
      return new PlainView(type);
    }
    for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
      String media = range.split(";")[0].strip();
      boolean meta = range.contains("g=meta.k8s.io") && range.contains("v=v1");
      boolean json = media.equals("application/json");
      if (json && meta && range.contains("as=table") && !range.contains("v=v1beta1")) {
        return new TableView(type, include == null ? "Metadata" : include, clock);
      }
      if (json && meta && range.contains("as=partialobjectmetadata")) {
        return new PartialView(range.contains("as=partialobjectmetadatalist"));
      }
      boolean any = json || media.equals("*/*") || media.equals("application/*");
      if (any && !range.contains("as=")) {
        return new PlainView(type);
      }
    }
    throw ApiError.notAcceptable("application/json");
  }

  /** UTF-8. */
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An object with nothing but its kind and a version, as bookmarks carry. */
  static ObjectNode marker(String apiVersion, String kind, long version, boolean initialEnd) {
    ObjectNode marker = Json.object().put("kind", kind).put("apiVersion", apiVersion);
    ObjectNode meta = marker.putObject("metadata");
    meta.put("resourceVersion", Long.toString(version)).putNull("creationTimestamp");
    if (initialEnd) {
      meta.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return marker;
  }
}
