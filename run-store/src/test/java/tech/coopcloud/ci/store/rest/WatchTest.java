package tech.coopcloud.ci.store.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tech.coopcloud.ci.store.rest.TestServer.WIDGETS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.MemoryObjectStore;

class WatchTest {
  @TempDir private static Path folder;

  private MemoryObjectStore store = new MemoryObjectStore();
  private TestServer server = null;

  @BeforeEach
  void start() throws Exception {
    store = new MemoryObjectStore(50);
    server = new TestServer(folder, store);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A watch that is being read, line by line. */
  private final class Watcher implements AutoCloseable {
    final Queue<JsonNode> lines = new ConcurrentLinkedQueue<>();
    final HttpResponse<Stream<String>> response;
    final CompletableFuture<Void> ended = new CompletableFuture<>();

    Watcher(String query, String... headers) throws Exception {
      var request = server.request(WIDGETS + "?watch=true" + query);
      if (headers.length > 0) {
        request.headers(headers);
      }
      response = server.http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  response
                      .body()
                      .filter(line -> !line.isEmpty())
                      .forEach(line -> lines.add(parse(line)));
                } catch (UncheckedIOException e) {
                  // Closed by the test.
                }
                ended.complete(null);
              });
    }

    private static JsonNode parse(String line) {
      try {
        return Json.parse(line.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    List<String> seen() {
      return lines.stream()
          .filter(line -> !line.at("/type").asText().equals("BOOKMARK"))
          .map(line -> line.at("/type").asText() + " " + line.at("/object/metadata/name").asText())
          .toList();
    }

    List<JsonNode> bookmarks() {
      return lines.stream().filter(line -> line.at("/type").asText().equals("BOOKMARK")).toList();
    }

    void awaitSeen(String... events) {
      await().untilAsserted(() -> assertThat(seen()).containsExactly(events));
    }

    @Override
    public void close() {
      response.body().close();
    }
  }

  private void colour(String name, String colour) throws Exception {
    assertThat(
            server.merge(WIDGETS + "/" + name, "{\"spec\":{\"colour\":\"" + colour + "\"}}").code())
        .isEqualTo(200);
  }

  @Test
  void aWatchWithoutAVersionStartsWithWhatIsThere() throws Exception {
    server.widget("a", "red");
    try (Watcher watcher = new Watcher("")) {
      watcher.awaitSeen("ADDED a");
      colour("a", "blue");
      server.delete(WIDGETS + "/a");
      watcher.awaitSeen("ADDED a", "MODIFIED a", "DELETED a");
    }
  }

  @Test
  void aWatchGoesOnFromTheVersionOfAList() throws Exception {
    server.widget("a", "red");
    String version = server.get(WIDGETS).at("/metadata/resourceVersion");
    server.widget("b", "red");
    try (Watcher watcher = new Watcher("&resourceVersion=" + version)) {
      watcher.awaitSeen("ADDED b");
    }
  }

  @Test
  void bookmarksTellHowFarAClientMayGoOn() throws Exception {
    try (Watcher watcher = new Watcher("&allowWatchBookmarks=true")) {
      ObjectNode made = server.widget("a", "red");
      String version = made.at("/metadata/resourceVersion").asText();
      await()
          .until(
              () ->
                  watcher.bookmarks().stream()
                      .anyMatch(
                          line ->
                              line.at("/object/metadata/resourceVersion")
                                  .asText()
                                  .equals(version)));
      assertThat(watcher.bookmarks().getFirst().at("/object/kind").asText()).isEqualTo("Widget");
    }
    try (Watcher watcher = new Watcher("")) {
      watcher.awaitSeen("ADDED a");
      assertThat(watcher.bookmarks()).isEmpty();
    }
  }

  @Test
  void aBookmarkMovesOnWhileNothingOfTheKindHappens() throws Exception {
    try (Watcher watcher = new Watcher("&allowWatchBookmarks=true&resourceVersion=1")) {
      ObjectNode lease =
          Widgets.yaml("{metadata: {name: l, namespace: default}, spec: {holderIdentity: me}}");
      String version =
          server
              .post("/apis/coordination.k8s.io/v1/namespaces/default/leases", lease)
              .at("/metadata/resourceVersion");
      await()
          .until(
              () ->
                  watcher.bookmarks().stream()
                      .anyMatch(
                          line ->
                              line.at("/object/metadata/resourceVersion")
                                  .asText()
                                  .equals(version)));
    }
  }

  @Test
  void initialEventsEndWithAMarkedBookmark() throws Exception {
    server.widget("a", "red");
    try (Watcher watcher =
        new Watcher(
            "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")) {
      await().until(() -> !watcher.bookmarks().isEmpty());
      assertThat(watcher.seen()).containsExactly("ADDED a");
      assertThat(
              watcher
                  .bookmarks()
                  .getFirst()
                  .at("/object/metadata/annotations/k8s.io~1initial-events-end")
                  .asText())
          .isEqualTo("true");
    }
    assertThat(server.get(WIDGETS + "?watch=true&sendInitialEvents=true").code()).isEqualTo(400);
  }

  @Test
  void whatEntersASelectionIsAddedAndWhatLeavesItIsDeleted() throws Exception {
    server.widget("a", "red");
    try (Watcher watcher = new Watcher("&fieldSelector=spec.colour%3Dblue")) {
      colour("a", "green");
      colour("a", "blue");
      server.merge(WIDGETS + "/a", "{\"spec\":{\"size\":9}}");
      colour("a", "red");
      server.delete(WIDGETS + "/a");
      server.widget("b", "blue");
      watcher.awaitSeen("ADDED a", "MODIFIED a", "DELETED a", "ADDED b");
    }
  }

  @Test
  void tooOldAVersionIsExpired() throws Exception {
    for (int i = 0; i < 60; i++) {
      server.widget("w" + i, "red");
    }
    try (Watcher watcher = new Watcher("&resourceVersion=2")) {
      await().until(() -> !watcher.lines.isEmpty());
      JsonNode line = watcher.lines.element();
      assertThat(line.at("/type").asText()).isEqualTo("ERROR");
      assertThat(line.at("/object/code").asInt()).isEqualTo(410);
      assertThat(line.at("/object/reason").asText()).isEqualTo("Expired");
      watcher.ended.join();
    }
    try (Watcher watcher = new Watcher("&resourceVersion=99999")) {
      await().until(() -> !watcher.lines.isEmpty());
      assertThat(watcher.lines.element().at("/object/code").asInt()).isEqualTo(410);
    }
  }

  @Test
  void aWatchEndsWhenItsTimeIsUp() throws Exception {
    try (Watcher watcher = new Watcher("&timeoutSeconds=1&allowWatchBookmarks=true")) {
      watcher.ended.join();
      assertThat(watcher.bookmarks()).isNotEmpty();
    }
  }

  @Test
  void aWatchAsATableHasRows() throws Exception {
    server.widget("a", "red");
    try (Watcher watcher =
        new Watcher(
            "", "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")) {
      await().until(() -> !watcher.lines.isEmpty());
      JsonNode table = watcher.lines.element().at("/object");
      assertThat(table.at("/kind").asText()).isEqualTo("Table");
      assertThat(table.at("/rows/0/cells/0").asText()).isEqualTo("a");
      assertThat(table.at("/rows/0/cells/1").asText()).isEqualTo("red");
    }
  }

  @Test
  void aStoppingServerEndsItsWatches() throws Exception {
    try (Watcher watcher = new Watcher("")) {
      server.server.close();
      watcher.ended.join();
    }
  }

  @Test
  void aClientThatWentAwayIsNoticed() throws Exception {
    for (String query : List.of("", "&allowWatchBookmarks=true")) {
      Watcher watcher = new Watcher(query);
      await().until(() -> store.watches() == 1);
      watcher.close();
      await().until(() -> store.watches() == 0);
    }
  }

  @Test
  void oneSlowReaderDelaysNobodyElse() throws Exception {
    HttpResponse<java.io.InputStream> slow =
        server.http.send(
            server.request(WIDGETS + "?watch=true").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (Watcher watcher = new Watcher("");
        java.io.InputStream unread = slow.body()) {
      ObjectNode big = Widgets.manifest("default", "big", "red");
      big.withObjectProperty("spec").put("note", "x".repeat(500_000));
      server.post(WIDGETS, big);
      for (int i = 0; i < 40; i++) {
        server.merge(WIDGETS + "/big", "{\"metadata\":{\"labels\":{\"n\":\"" + i + "\"}}}");
      }
      await().until(() -> watcher.lines.size() == 41);
      assertThat(unread).isNotNull();
    }
  }
}
