package tech.coopcloud.ci.store.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.coopcloud.ci.store.rest.TestServer.WIDGETS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.MemoryObjectStore;
import tech.coopcloud.ci.store.rest.TestServer.Answer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadsTest {
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;"
          + "g=meta.k8s.io,application/json";

  private TestServer server = null;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = new TestServer(folder, new MemoryObjectStore());
    for (int i = 0; i < 9; i++) {
      ObjectNode manifest = Widgets.manifest("default", "w" + i, i % 2 == 0 ? "red" : "blue");
      manifest
          .withObjectProperty("metadata")
          .putObject("labels")
          .put("tier", i < 3 ? "a" : i < 6 ? "b" : "c")
          .put("n", Integer.toString(i));
      assertThat(server.post(WIDGETS, manifest).code()).isEqualTo(201);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static List<String> names(Answer list) {
    List<String> names = new ArrayList<>();
    list.body().get("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labelSelector=tier%3Da | w0 w1 w2",
        "labelSelector=tier%3D%3Da,n%21%3D1 | w0 w2",
        "labelSelector=tier%20in%20(a,c),n%20notin%20(0,7,8) | w1 w2 w6",
        "labelSelector=n%3E6 | w7 w8",
        "labelSelector=n%3C1 | w0",
        "labelSelector=%21tier | ''",
        "labelSelector=tier,n%3D4 | w4",
        "fieldSelector=metadata.name%3Dw5 | w5",
        "fieldSelector=metadata.namespace%3Dother | ''",
        "fieldSelector=spec.colour%3Dblue | w1 w3 w5 w7",
        "fieldSelector=spec.colour%21%3Dblue&labelSelector=tier%3Db | w4",
      })
  void selectorsSelect(String query, String expected) throws Exception {
    assertThat(names(server.get(WIDGETS + "?" + query)))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "labelSelector=a%20b",
    "labelSelector=n%3Ex",
    "fieldSelector=spec.size%3D1",
    "fieldSelector=nonsense",
    "limit=-1",
    "limit=x",
    "continue=nonsense",
    "resourceVersion=x",
    "resourceVersionMatch=Exact",
  })
  void malformedQueriesAreRefused(String query) throws Exception {
    assertThat(server.get(WIDGETS + "?" + query).code()).isEqualTo(400);
  }

  @Test
  void thePartsOfAListAreOfOneInstant() throws Exception {
    Answer first = server.get(WIDGETS + "?limit=4");
    assertThat(names(first)).containsExactly("w0", "w1", "w2", "w3");
    assertThat(first.at("/metadata/remainingItemCount")).isEqualTo("5");
    server.merge(WIDGETS + "/w8", "{\"spec\":{\"note\":\"changed meanwhile\"}}");
    server.widget("w00", "red");

    Answer second = server.get(WIDGETS + "?limit=4&continue=" + first.at("/metadata/continue"));
    Answer third = server.get(WIDGETS + "?limit=4&continue=" + second.at("/metadata/continue"));
    assertThat(names(second)).containsExactly("w4", "w5", "w6", "w7");
    assertThat(names(third)).containsExactly("w8");
    assertThat(third.body().at("/items/0/spec").has("note")).isFalse();
    assertThat(third.at("/metadata/resourceVersion"))
        .isEqualTo(first.at("/metadata/resourceVersion"));
    assertThat(third.body().at("/metadata").has("continue")).isFalse();
    server.delete(WIDGETS + "/w00");
  }

  @Test
  void aListThatIsNotKeptAnyMoreIsExpired() throws Exception {
    String token =
        java.util.Base64.getUrlEncoder()
            .encodeToString("{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":3}".getBytes("UTF-8"));
    Answer answer = server.get(WIDGETS + "?limit=4&continue=" + token);
    assertThat(answer.code()).isEqualTo(410);
    assertThat(answer.at("/reason")).isEqualTo("Expired");
  }

  @Test
  void aListIsNotOlderThanAskedFor() throws Exception {
    String now = server.get(WIDGETS).at("/metadata/resourceVersion");
    String exact = WIDGETS + "?resourceVersionMatch=Exact&resourceVersion=";
    assertThat(server.get(exact + now).code()).isEqualTo(200);
    assertThat(server.get(exact + "2").code()).isEqualTo(410);
    Answer future = server.get(WIDGETS + "?resourceVersion=999999");
    assertThat(future.code()).isEqualTo(504);
    assertThat(future.at("/details/causes/0/reason")).isEqualTo("ResourceVersionTooLarge");
  }

  @Test
  void aTableHasTheColumnsOfTheCrd() throws Exception {
    server.merge(
        WIDGETS + "/w1/status",
        "{\"status\":{\"phase\":\"Done\",\"conditions\":["
            + "{\"type\":\"Other\",\"status\":\"False\"},{\"type\":\"Ready\",\"status\":\"True\"}]}}");
    Answer one = server.get(WIDGETS + "/w1", "Accept", TABLE);
    assertThat(one.at("/kind")).isEqualTo("Table");
    List<String> columns = new ArrayList<>();
    one.body().get("columnDefinitions").forEach(c -> columns.add(c.get("name").asText()));
    assertThat(columns).containsExactly("Name", "Colour", "Phase", "Ready", "Size", "Age");
    JsonNode cells = one.body().at("/rows/0/cells");
    assertThat(cells.get(0).asText()).isEqualTo("w1");
    assertThat(cells.get(2).asText()).isEqualTo("Done");
    assertThat(cells.get(3).asText()).isEqualTo("True");
    assertThat(cells.get(4).isInt()).isTrue();
    assertThat(cells.get(5).asText()).matches("\\d+s");
    assertThat(one.at("/rows/0/object/kind")).isEqualTo("PartialObjectMetadata");

    Answer list = server.get(WIDGETS + "?includeObject=Object", "Accept", TABLE);
    assertThat(list.body().get("rows")).hasSize(9);
    assertThat(list.at("/rows/0/object/spec/colour")).isEqualTo("red");
    assertThat(list.body().at("/rows/0/cells/2").isNull()).isTrue();
  }

  @Test
  void metadataAloneCanBeAskedFor() throws Exception {
    String accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    Answer list = server.get(WIDGETS, "Accept", accept);
    assertThat(list.at("/kind")).isEqualTo("PartialObjectMetadataList");
    assertThat(list.at("/items/0/metadata/name")).isEqualTo("w0");
    assertThat(list.body().at("/items/0").has("spec")).isFalse();
  }

  @Test
  void whatIsNotOfferedIsNotAcceptable() throws Exception {
    assertThat(server.get(WIDGETS, "Accept", "application/yaml").code()).isEqualTo(406);
    assertThat(
            server
                .get(WIDGETS, "Accept", "application/vnd.kubernetes.protobuf, application/json")
                .code())
        .isEqualTo(200);
  }

  @Test
  void bigListsAreCompressedForWhoAsks() throws Exception {
    for (int i = 0; i < 10; i++) {
      ObjectNode manifest = Widgets.manifest("big", "b" + i, "red");
      manifest.withObjectProperty("spec").put("note", "x".repeat(20_000));
      server.post("/apis/example.org/v1/namespaces/big/widgets", manifest);
    }
    HttpResponse<byte[]> packed =
        server.http.send(
            server
                .request("/apis/example.org/v1/namespaces/big/widgets")
                .header("Accept-Encoding", "gzip")
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(packed.body()).hasSizeLessThan(20_000);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(Json.parse(in.readAllBytes()).get("items")).hasSize(10);
    }
    assertThat(
            server
                .get("/apis/example.org/v1/namespaces/big/widgets")
                .response()
                .headers()
                .firstValue("Content-Encoding"))
        .isEmpty();
    server.delete("/apis/example.org/v1/namespaces/big/widgets");
  }

  @Test
  void theServerSaysWhatItServes() throws Exception {
    assertThat(server.get("/api").at("/versions/0")).isEqualTo("v1");
    List<String> groups = new ArrayList<>();
    server.get("/apis").body().get("groups").forEach(g -> groups.add(g.get("name").asText()));
    assertThat(groups).contains("coordination.k8s.io", "example.org");
    assertThat(server.get("/apis/example.org").at("/preferredVersion/groupVersion"))
        .isEqualTo("example.org/v1");
    JsonNode resources = server.get("/apis/example.org/v1").body().get("resources");
    assertThat(resources.at("/0/name").asText()).isEqualTo("widgets");
    assertThat(resources.at("/0/shortNames/0").asText()).isEqualTo("wd");
    assertThat(resources.at("/1/name").asText()).isEqualTo("widgets/status");
    assertThat(server.get("/api/v1").body().get("resources")).hasSize(2);
    for (String nowhere :
        List.of(
            "/apis/nope.org",
            "/apis/example.org/v2",
            "/apis/example.org/v1/gadgets",
            "/apis/example.org/v1/namespaces/default/widgets/w1/scale",
            "/apis/example.org/v1/widgets/w1",
            "/api/v2",
            "/openapi/v2",
            "/openapi/v3/apis/nope.org/v1")) {
      assertThat(server.get(nowhere).code()).as(nowhere).isEqualTo(404);
    }
  }

  @Test
  void theSchemasAreThereAsOpenApi() throws Exception {
    String path = server.get("/openapi/v3").at("/paths/apis~1example.org~1v1/serverRelativeURL");
    assertThat(path).startsWith("/openapi/v3/apis/example.org/v1?hash=");
    JsonNode document = server.get(path).body();
    JsonNode widget = document.at("/components/schemas/org.example.v1.Widget");
    assertThat(widget.at("/x-kubernetes-group-version-kind/0/kind").asText()).isEqualTo("Widget");
    assertThat(widget.at("/properties/spec/properties/colour/pattern").asText())
        .isEqualTo("^[a-z]+$");
  }

  @Test
  void namespacesAreThoseInUse() throws Exception {
    server.post(
        "/apis/example.org/v1/namespaces/used/widgets", Widgets.manifest("used", "x", "red"));
    assertThat(names(server.get("/api/v1/namespaces"))).contains("default", "used");
    assertThat(server.get("/api/v1/namespaces/used").at("/status/phase")).isEqualTo("Active");
    assertThat(server.get("/api/v1/namespaces/unused").code()).isEqualTo(404);
    server.delete("/apis/example.org/v1/namespaces/used/widgets/x");
  }

  @Test
  void prettyIsForPeople() throws Exception {
    byte[] body = server.get(WIDGETS + "?pretty=true").response().body();
    assertThat(new String(body, java.nio.charset.StandardCharsets.UTF_8)).contains("\n  \"items\"");
  }
}
