package tech.coopcloud.ci.store.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.coopcloud.ci.store.rest.TestServer.WIDGETS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.object.MemoryObjectStore;
import tech.coopcloud.ci.store.rest.TestServer.Answer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WritesTest {
  private final MemoryObjectStore store = new MemoryObjectStore();
  private TestServer server = null;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = new TestServer(folder, store);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String of(String name) {
    return WIDGETS + "/" + name;
  }

  @Test
  void anObjectIsCreatedReadReplacedAndDeleted() throws Exception {
    ObjectNode made = server.widget("whole-life", "red");
    assertThat(made.at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(made.at("/spec/size").asInt()).isEqualTo(3);
    assertThat(server.get(of("whole-life")).body()).isEqualTo(made);

    made.withObjectProperty("spec").put("colour", "blue");
    Answer replaced = server.put(of("whole-life"), made);
    assertThat(replaced.code()).isEqualTo(200);
    assertThat(replaced.at("/metadata/generation")).isEqualTo("2");

    Answer deleted = server.delete(of("whole-life"));
    assertThat(deleted.code()).isEqualTo(200);
    assertThat(deleted.at("/status")).isEqualTo("Success");
    assertThat(deleted.at("/details/uid")).isEqualTo(made.at("/metadata/uid").asText());
    assertThat(server.get(of("whole-life")).code()).isEqualTo(404);
  }

  @Test
  void aSecondObjectOfTheNameIsRefused() throws Exception {
    server.widget("twice", "red");
    Answer again = server.post(WIDGETS, Widgets.manifest("default", "twice", "red"));
    assertThat(again.code()).isEqualTo(409);
    assertThat(again.at("/reason")).isEqualTo("AlreadyExists");
    assertThat(again.at("/message")).isEqualTo("widgets.example.org \"twice\" already exists");
    assertThat(again.at("/details/kind")).isEqualTo("widgets");
  }

  @Test
  void aLostUpdateIsRefused() throws Exception {
    ObjectNode old = server.widget("lost-update", "red");
    server.merge(of("lost-update"), "{\"spec\":{\"size\":4}}");
    old.withObjectProperty("spec").put("size", 5);

    Answer answer = server.put(of("lost-update"), old);
    assertThat(answer.code()).isEqualTo(409);
    assertThat(answer.at("/reason")).isEqualTo("Conflict");
    assertThat(answer.at("/message")).contains("the object has been modified; please apply");

    String version = old.at("/metadata/resourceVersion").asText();
    assertThat(
            server
                .merge(
                    of("lost-update"),
                    "{\"metadata\":{\"resourceVersion\":\""
                        + version
                        + "\"},\"spec\":{\"size\":6}}")
                .code())
        .isEqualTo(409);
    assertThat(server.get(of("lost-update")).at("/spec/size")).isEqualTo("4");
  }

  @Test
  void anInvalidObjectIsRefusedWithTheField() throws Exception {
    Answer answer = server.post(WIDGETS, Widgets.manifest("default", "invalid", "RED"));
    assertThat(answer.code()).isEqualTo(422);
    assertThat(answer.at("/reason")).isEqualTo("Invalid");
    assertThat(answer.at("/details/causes/0/field")).isEqualTo("spec.colour");
    assertThat(answer.at("/details/causes/0/reason")).isEqualTo("FieldValueInvalid");
    assertThat(answer.at("/message"))
        .startsWith("Widget.example.org \"invalid\" is invalid: spec.colour: Invalid value");
    assertThat(server.get(of("invalid")).code()).isEqualTo(404);
  }

  @Test
  void unknownFieldsWarnOrFailAsTheClientWishes() throws Exception {
    ObjectNode manifest = Widgets.manifest("default", "unknown", "red");
    manifest.withObjectProperty("spec").put("shape", "round");

    Answer strict = server.post(WIDGETS + "?fieldValidation=Strict", manifest);
    assertThat(strict.code()).isEqualTo(400);
    assertThat(strict.at("/message"))
        .endsWith("strict decoding error: unknown field \"spec.shape\"");

    Answer warned = server.post(WIDGETS, manifest);
    assertThat(warned.code()).isEqualTo(201);
    assertThat(warned.body().at("/spec").has("shape")).isFalse();
    assertThat(warned.response().headers().firstValue("Warning"))
        .hasValue("299 - \"unknown field \\\"spec.shape\\\"\"");

    Answer ignored =
        server.merge(of("unknown") + "?fieldValidation=Ignore", "{\"spec\":{\"shape\":\"x\"}}");
    assertThat(ignored.code()).isEqualTo(200);
    assertThat(ignored.response().headers().firstValue("Warning")).isEmpty();
  }

  @Test
  void theStatusIsWrittenOnItsOwn() throws Exception {
    server.widget("status", "red");
    Answer spec =
        server.merge(of("status"), "{\"spec\":{\"size\":5},\"status\":{\"phase\":\"Hacked\"}}");
    assertThat(spec.body().has("status")).isFalse();

    Answer status =
        server.merge(
            of("status") + "/status", "{\"spec\":{\"size\":9},\"status\":{\"phase\":\"Done\"}}");
    assertThat(status.at("/status/phase")).isEqualTo("Done");
    assertThat(status.at("/spec/size")).isEqualTo("5");
    assertThat(status.at("/metadata/generation")).isEqualTo("2");
    assertThat(server.get(of("status") + "/status").at("/status/phase")).isEqualTo("Done");
  }

  @Test
  void aWriteThatChangesNothingMakesNoVersion() throws Exception {
    ObjectNode made = server.widget("same", "red");
    Answer same = server.merge(of("same"), "{\"spec\":{\"colour\":\"red\"}}");
    assertThat(same.code()).isEqualTo(200);
    assertThat(same.body()).isEqualTo(made);
  }

  @Test
  void finalizersHoldADeletedObjectUntilTheLastIsGone() throws Exception {
    server.widget("held", "red");
    server.jsonPatch(
        of("held"),
        "[{\"op\":\"add\",\"path\":\"/metadata/finalizers\",\"value\":[\"example.org/hold\"]}]");

    Answer marked = server.delete(of("held") + "?propagationPolicy=Foreground");
    assertThat(marked.code()).isEqualTo(200);
    assertThat(marked.at("/metadata/deletionTimestamp")).isNotEmpty();
    assertThat(server.get(of("held")).code()).isEqualTo(200);
    assertThat(server.post(WIDGETS, Widgets.manifest("default", "held", "red")).code())
        .isEqualTo(409);

    Answer released =
        server.jsonPatch(of("held"), "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers/0\"}]");
    assertThat(released.code()).isEqualTo(200);
    assertThat(released.at("/metadata/name")).isEqualTo("held");
    assertThat(released.body().at("/metadata").has("finalizers")).isFalse();
    assertThat(server.get(of("held")).code()).isEqualTo(404);
  }

  @Test
  void aPatchThatDoesNotFitIsRefused() throws Exception {
    server.widget("unfit", "red");
    Answer test =
        server.jsonPatch(
            of("unfit"), "[{\"op\":\"test\",\"path\":\"/spec/colour\",\"value\":\"blue\"}]");
    assertThat(test.code()).isEqualTo(422);
    assertThat(server.jsonPatch(of("unfit"), "[{\"op\":\"remove\",\"path\":\"/nope\"}]").code())
        .isEqualTo(422);
    assertThat(server.jsonPatch(of("unfit"), "{}").code()).isEqualTo(400);
    assertThat(server.jsonPatch(of("unfit"), "[{\"op\":\"explode\"}]").code()).isEqualTo(422);
    assertThat(server.merge(of("unfit"), "[]").code()).isEqualTo(400);
    assertThat(server.merge(of("unfit"), "{nonsense").code()).isEqualTo(400);
    assertThat(server.merge(of("unfit"), "{\"kind\":\"Gadget\"}").code()).isEqualTo(400);
    assertThat(server.merge(of("unfit"), "{\"metadata\":{\"name\":\"x\"}}").code()).isEqualTo(422);
    assertThat(server.merge(of("unfit"), "{\"metadata\":7}").code()).isEqualTo(400);
    assertThat(server.merge(of("absent"), "{}").code()).isEqualTo(404);
  }

  @Test
  void aPatchThatDoublesTheObjectAgainAndAgainIsStopped() throws Exception {
    server.widget("bomb", "red");
    List<String> doubling = new ArrayList<>();
    doubling.add(
        "{\"op\":\"add\",\"path\":\"/spec/free\",\"value\":{\"a\":\"" + "x".repeat(1000) + "\"}}");
    for (int i = 0; i < 40; i++) {
      doubling.add("{\"op\":\"copy\",\"from\":\"/spec/free\",\"path\":\"/spec/free/c" + i + "\"}");
    }
    Answer answer = server.jsonPatch(of("bomb"), doubling.toString());
    assertThat(answer.code()).isEqualTo(413);
    assertThat(answer.at("/reason")).isEqualTo("RequestEntityTooLarge");
  }

  @Test
  void tooMuchAndTooDeepAreRefused() throws Exception {
    ObjectNode big = Widgets.manifest("default", "big", "red");
    big.withObjectProperty("spec").put("note", "x".repeat(4 * 1024 * 1024));
    assertThat(server.post(WIDGETS, big).code()).isEqualTo(413);
    String deep = "{\"spec\":{\"free\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5002);
    assertThat(server.send("POST", WIDGETS, "application/json", deep).code()).isEqualTo(400);

    server.widget("deeper", "red");
    String path = "/spec/free";
    server.merge(of("deeper"), "{\"spec\":{\"free\":{}}}");
    int code = 200;
    for (int i = 0; i < 6 && code == 200; i++) {
      String nested = "{\"a\":".repeat(50) + "{}" + "}".repeat(50);
      code =
          server
              .jsonPatch(
                  of("deeper"),
                  "[{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":" + nested + "}]")
              .code();
      path += "/a".repeat(50);
    }
    assertThat(code).as("an object does not grow deeper than can be read back").isEqualTo(422);
    assertThat(server.get(of("deeper")).code()).isEqualTo(200);
  }

  @Test
  void kindsOfPatchesThatAreNotOfferedSaySo() throws Exception {
    server.widget("kinds", "red");
    assertThat(
            server
                .send("PATCH", of("kinds"), "application/strategic-merge-patch+json", "{}")
                .code())
        .isEqualTo(415);
    Answer apply = server.send("PATCH", of("kinds"), "application/apply-patch+yaml", "{}");
    assertThat(apply.code()).isEqualTo(415);
    assertThat(apply.at("/message")).contains("server-side apply is not offered");
  }

  @Test
  void aDryRunSaysWhatWouldBeAndDoesNothing() throws Exception {
    String dry = "?dryRun=All";
    Answer made = server.post(WIDGETS + dry, Widgets.manifest("default", "dry", "red"));
    assertThat(made.code()).isEqualTo(201);
    assertThat(made.at("/metadata/uid")).isNotEmpty();
    assertThat(server.get(of("dry")).code()).isEqualTo(404);

    ObjectNode real = server.widget("dry", "red");
    assertThat(server.merge(of("dry") + dry, "{\"spec\":{\"size\":9}}").at("/spec/size"))
        .isEqualTo("9");
    assertThat(server.delete(of("dry") + dry).code()).isEqualTo(200);
    assertThat(server.get(of("dry")).body()).isEqualTo(real);
    assertThat(server.post(WIDGETS + dry, Widgets.manifest("default", "dry", "red")).code())
        .isEqualTo(409);
    assertThat(server.delete(of("dry") + "?dryRun=maybe").code()).isEqualTo(422);
  }

  @Test
  void namesAreGenerated() throws Exception {
    ObjectNode manifest = Widgets.manifest("default", "x", "red");
    manifest.withObjectProperty("metadata").remove("name");
    assertThat(server.post(WIDGETS, manifest).code()).isEqualTo(422);
    manifest.withObjectProperty("metadata").put("generateName", "run-");
    Answer one = server.post(WIDGETS, manifest);
    Answer other = server.post(WIDGETS, manifest);
    assertThat(one.at("/metadata/name")).matches("run-[a-z0-9]{5}");
    assertThat(other.at("/metadata/name")).isNotEqualTo(one.at("/metadata/name"));
  }

  @Test
  void preconditionsGuardADeletion() throws Exception {
    ObjectNode made = server.widget("guarded", "red");
    String uid = made.at("/metadata/uid").asText();
    assertThat(
            server
                .send(
                    "DELETE",
                    of("guarded"),
                    "application/json",
                    "{\"preconditions\":{\"uid\":\"another\"}}")
                .code())
        .isEqualTo(409);
    assertThat(
            server
                .send(
                    "DELETE",
                    of("guarded"),
                    "application/json",
                    "{\"preconditions\":{\"resourceVersion\":\"1\"}}")
                .code())
        .isEqualTo(409);
    assertThat(
            server
                .send(
                    "DELETE",
                    of("guarded"),
                    "application/json",
                    "{\"preconditions\":{\"uid\":\"" + uid + "\"}}")
                .code())
        .isEqualTo(200);
  }

  @Test
  void aCollectionIsDeletedBySelector() throws Exception {
    for (String name : List.of("c1", "c2", "c3")) {
      ObjectNode manifest = Widgets.manifest("many", name, "red");
      manifest
          .withObjectProperty("metadata")
          .putObject("labels")
          .put("group", name.equals("c3") ? "b" : "a");
      server.post("/apis/example.org/v1/namespaces/many/widgets", manifest);
    }
    String many = "/apis/example.org/v1/namespaces/many/widgets";
    Answer deleted = server.delete(many + "?labelSelector=group%3Da");
    assertThat(deleted.code()).isEqualTo(200);
    assertThat(deleted.body().get("items")).hasSize(2);
    assertThat(server.get(many).body().get("items")).hasSize(1);
  }

  @Test
  void patchesWithoutAVersionAreAppliedHoweverManyRace() throws Exception {
    server.widget("raced", "red");
    AtomicInteger failed = new AtomicInteger();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String patch = "{\"metadata\":{\"labels\":{\"writer-" + i + "\":\"x\"}}}";
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      if (server.merge(of("raced"), patch).code() != 200) {
                        failed.incrementAndGet();
                      }
                    } catch (Exception e) {
                      failed.incrementAndGet();
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(failed).hasValue(0);
    assertThat(server.get(of("raced")).body().at("/metadata/labels")).hasSize(20);
  }

  @Test
  void whatDoesNotFitTheUrlIsRefused() throws Exception {
    assertThat(server.post(WIDGETS, Widgets.manifest("other", "a", "red")).code()).isEqualTo(400);
    ObjectNode gadget = Widgets.manifest("default", "a", "red").put("kind", "Gadget");
    assertThat(server.post(WIDGETS, gadget).code()).isEqualTo(400);
    ObjectNode old = Widgets.manifest("default", "a", "red").put("apiVersion", "example.org/v0");
    assertThat(server.post(WIDGETS, old).code()).isEqualTo(400);
    assertThat(server.put(of("b"), Widgets.manifest("default", "a", "red")).code()).isEqualTo(400);
    assertThat(server.put(of("b"), Widgets.manifest("default", "b", "red")).code()).isEqualTo(404);
    assertThat(server.send("POST", WIDGETS, "text/plain", "x").code()).isEqualTo(415);
    assertThat(server.post("/apis/example.org/v1/widgets", gadget).code()).isEqualTo(405);
    assertThat(server.send("PUT", WIDGETS, "application/json", "{}").code()).isEqualTo(405);
    assertThat(server.post(of("a"), gadget).code()).isEqualTo(405);
    assertThat(server.delete("/api/v1/namespaces/default").code()).isEqualTo(405);
  }

  @Test
  void aFullDiskIsSaidAndGotOver() throws Exception {
    server.widget("on-a-full-disk", "red");
    store.setFull(true);
    Answer refused = server.merge(of("on-a-full-disk"), "{\"spec\":{\"size\":7}}");
    assertThat(refused.code()).isEqualTo(503);
    assertThat(refused.at("/reason")).isEqualTo("ServiceUnavailable");
    assertThat(refused.at("/message")).isEqualTo("The disk is full: free some space");
    assertThat(server.get(of("on-a-full-disk")).at("/spec/size")).isEqualTo("3");
    store.setFull(false);
    assertThat(server.merge(of("on-a-full-disk"), "{\"spec\":{\"size\":7}}").code()).isEqualTo(200);
  }

  @Test
  void nobodyReadsOrWritesWithoutTheToken() throws Exception {
    for (String authorization : List.of("", "Bearer ", "Bearer wrong", "Basic Og==", "Nonsense")) {
      for (String path : List.of("/api", "/apis", WIDGETS, "/openapi/v3")) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create(server.server.uri() + path));
        if (!authorization.isEmpty()) {
          request.header("Authorization", authorization);
        }
        Answer answer = server.send(request.build());
        assertThat(answer.code()).isEqualTo(401);
        assertThat(answer.at("/reason")).isEqualTo("Unauthorized");
      }
    }
    URI version = URI.create(server.server.uri() + "/version");
    assertThat(server.send(HttpRequest.newBuilder(version).build()).at("/major")).isEqualTo("1");
    assertThat(server.get(WIDGETS, "Impersonate-User", "root").code()).isEqualTo(403);
  }
}
