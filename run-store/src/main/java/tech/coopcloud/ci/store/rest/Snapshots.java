package tech.coopcloud.ci.store.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ObjectStore.Listing;

/**
 * Keeps lists that are being read in parts, so that all parts are of one instant. They cost little:
 * the objects in them are mostly those that the store has anyway.
 */
final class Snapshots {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int MOST = 32;

  private record Key(GroupResource type, @Nullable String namespace, long version) {}

  private record Snapshot(Listing listing, Instant until) {}

  /** Where a list goes on. */
  record Position(long version, int index) {}

  private final Clock clock;
  private final Map<Key, Snapshot> snapshots = new LinkedHashMap<>();

  Snapshots(Clock clock) {
    this.clock = clock;
  }

  /** Keeps a list, and answers the token to go on at an index of it. */
  synchronized String keep(
      GroupResource type, @Nullable String namespace, Listing listing, int index) {
    Instant now = clock.instant();
    snapshots.values().removeIf(snapshot -> snapshot.until().isBefore(now));
    if (snapshots.size() >= MOST) {
      snapshots.remove(snapshots.keySet().iterator().next());
    }
    snapshots.put(
        new Key(type, namespace, listing.resourceVersion()), new Snapshot(listing, now.plus(KEPT)));
    byte[] token =
        Json.bytes(
            Json.object()
                .put("v", "meta.k8s.io/v1")
                .put("rv", listing.resourceVersion())
                .put("start", index));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** What a token says. */
  static Position position(String token) throws ApiError {
    try {
      JsonNode node = Json.parse(Base64.getUrlDecoder().decode(token));
      if (node.path("rv").isIntegralNumber() && node.path("start").asInt(-1) >= 0) {
        return new Position(node.get("rv").asLong(), node.get("start").asInt());
      }
    } catch (IOException | IllegalArgumentException e) {
      // Not one of ours: refused below, as one that is well-formed and means nothing.
    }
    throw ApiError.badRequest("continue key is not valid: it was not given out by this server");
  }

  /**
   * The list that a token belongs to.
   *
   * @throws ApiError 410 when it is not kept any more
   */
  synchronized Listing find(GroupResource type, @Nullable String namespace, long version)
      throws ApiError {
    Snapshot snapshot = snapshots.get(new Key(type, namespace, version));
    if (snapshot == null || snapshot.until().isBefore(clock.instant())) {
      throw ApiError.expired(
          "The provided continue parameter is too old to display a consistent list result. You can"
              + " start a new list without the continue parameter.");
    }
    return snapshot.listing();
  }
}
