package tech.coopcloud.ci.store.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.Widgets;
import tech.coopcloud.ci.store.git.GitObjectStore;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceTypes;
import tech.coopcloud.ci.store.rest.Kubectl.Outcome;

/** What a person with kubectl does, against the API over a git repository. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlIT {
  @TempDir private static Path folder;

  private TestServer server = null;
  private Kubectl kubectl = null;

  @BeforeAll
  void start() throws Exception {
    List<ResourceType> types = new ArrayList<>(ResourceTypes.builtins());
    types.add(Widgets.TYPE);
    server =
        new TestServer(
            folder,
            GitObjectStore.open(folder.resolve("state.git"), types, Clock.systemUTC()),
            Duration.ofMillis(300));
    kubectl = new Kubectl(server.kubeconfig, folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String manifest(String name, String spec) throws Exception {
    Path file = Files.createTempFile(folder, name, ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: example.org/v1
        kind: Widget
        metadata:
          name: %s
        spec: %s
        """
            .formatted(name, spec));
    return file.toString();
  }

  private void apply(String name) throws Exception {
    kubectl.ok("apply", "-f", manifest(name, "{colour: red}"));
  }

  private void status(String name, String status) throws Exception {
    kubectl.ok(
        "patch",
        "widget",
        name,
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":" + status + "}");
  }

  @Test
  void applyCreatesChangesAndLeavesAlone() throws Exception {
    assertThat(kubectl.ok("apply", "-f", manifest("applied", "{colour: red, size: 4}")))
        .isEqualTo("widget.example.org/applied created\n");
    assertThat(kubectl.ok("apply", "-f", manifest("applied", "{colour: blue, size: 4}")))
        .isEqualTo("widget.example.org/applied configured\n");
    assertThat(kubectl.ok("apply", "-f", manifest("applied", "{colour: blue, size: 4}")))
        .isEqualTo("widget.example.org/applied unchanged\n");
    kubectl.ok("apply", "-f", manifest("applied", "{colour: blue}"));
    assertThat(kubectl.ok("get", "widget", "applied", "-o", "jsonpath={.spec}"))
        .as("a field that is no longer in the manifest gets its default")
        .isEqualTo("{\"colour\":\"blue\",\"policy\":\"Queue\",\"size\":3}");
  }

  @Test
  void applyNamesTheFieldThatIsWrong() throws Exception {
    Outcome pattern = kubectl.run("apply", "-f", manifest("wrong", "{colour: RED}"));
    assertThat(pattern.code()).isEqualTo(1);
    assertThat(pattern.output())
        .contains("The Widget \"wrong\" is invalid: spec.colour: Invalid value: \"RED\"");
    Outcome unknown = kubectl.run("apply", "-f", manifest("wrong", "{colour: red, shape: x}"));
    assertThat(unknown.output()).contains("unknown field \"spec.shape\"");
    Outcome missing = kubectl.run("apply", "-f", manifest("wrong", "{size: 3}"));
    assertThat(missing.output()).contains("spec.colour: Required value");
  }

  @Test
  void getShowsTheColumns() throws Exception {
    apply("shown");
    status(
        "shown", "{\"phase\":\"Done\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}");
    assertThat(kubectl.ok("get", "wd", "shown"))
        .matches("NAME +COLOUR +PHASE +AGE\nshown +red +Done +\\d+s\n");
    assertThat(kubectl.ok("get", "widgets", "shown", "-o", "wide"))
        .matches("NAME +COLOUR +PHASE +READY +SIZE +AGE\nshown +red +Done +True +3 +\\d+s\n");
    assertThat(kubectl.ok("get", "widgets", "-A", "--field-selector", "metadata.name=shown"))
        .matches("NAMESPACE +NAME +COLOUR +PHASE +AGE\ndefault +shown +red +Done +\\d+s\n");
    assertThat(kubectl.ok("get", "widget", "shown", "-o", "yaml"))
        .contains("kind: Widget", "  colour: red", "status:", "  phase: Done");
    assertThat(kubectl.ok("get", "widget/shown", "-o", "jsonpath={.status.phase}"))
        .isEqualTo("Done");
    assertThat(kubectl.ok("get", "widget", "shown", "-o", "name"))
        .isEqualTo("widget.example.org/shown\n");
    assertThat(kubectl.run("get", "widget", "nowhere").output())
        .isEqualTo("Error from server (NotFound): widgets.example.org \"nowhere\" not found\n");
  }

  @Test
  void getFollowsChanges() throws Exception {
    apply("followed");
    Process watch = kubectl.start("get", "widget", "followed", "-w");
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () ->
                    new BufferedReader(
                            new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))
                        .lines()
                        .forEach(lines::add));
    try {
      await().until(() -> lines.size() == 2);
      status("followed", "{\"phase\":\"Running\"}");
      await().until(() -> lines.size() == 3);
      kubectl.ok("delete", "widget", "followed");
      await().until(() -> lines.size() == 4);
      assertThat(lines.stream().skip(1).toList())
          .satisfiesExactly(
              line -> assertThat(line).matches("followed +red +\\d+s"),
              line -> assertThat(line).matches("followed +red +Running +\\d+s"),
              line -> assertThat(line).matches("followed +red +Running +\\d+s"));
    } finally {
      watch.destroy();
      watch.waitFor();
      reader.interrupt();
    }
  }

  @Test
  void describeShowsTheEvents() throws Exception {
    apply("described");
    String uid = kubectl.ok("get", "widget", "described", "-o", "jsonpath={.metadata.uid}");
    ObjectNode event =
        Widgets.yaml(
            """
            metadata: {generateName: described-, namespace: default}
            involvedObject: {kind: Widget, apiVersion: example.org/v1, name: described,
              namespace: default, uid: %s}
            reason: Painted
            message: It is red now
            type: Normal
            count: 1
            source: {component: painter}
            firstTimestamp: '2026-01-01T00:00:00Z'
            lastTimestamp: '2026-01-01T00:00:00Z'
            """
                .formatted(uid));
    assertThat(server.post("/api/v1/namespaces/default/events", event).code()).isEqualTo(201);

    assertThat(kubectl.ok("describe", "widget", "described"))
        .contains("Name:         described", "Colour:  red")
        .containsPattern("Normal +Painted +\\S+ +painter +It is red now");
    assertThat(kubectl.ok("get", "events")).contains("Painted", "It is red now");
  }

  @Test
  void objectsArePatchedLabelledAnnotatedAndEdited() throws Exception {
    apply("changed");
    kubectl.ok("patch", "widget", "changed", "--type=merge", "-p", "{\"spec\":{\"size\":5}}");
    kubectl.ok(
        "patch",
        "widget",
        "changed",
        "--type=json",
        "-p",
        "[{\"op\":\"add\",\"path\":\"/spec/note\",\"value\":\"x\"}]");
    kubectl.ok("label", "widget", "changed", "team=one");
    kubectl.ok("annotate", "widget", "changed", "example.org/why=because");
    assertThat(
            kubectl.ok(
                "get",
                "widget",
                "-l",
                "team=one",
                "-o",
                "jsonpath={.items[0].spec.size} {.items[0].spec.note}"
                    + " {.items[0].metadata.annotations.example\\.org/why}"))
        .isEqualTo("5 x because");
    kubectl.ok("label", "widget", "changed", "team-");
    assertThat(kubectl.run("label", "widget", "changed", "team=not good").code()).isEqualTo(1);
  }

  @Test
  void waitEndsWithTheCondition() throws Exception {
    apply("awaited");
    Process waiting =
        kubectl.start("wait", "--for=condition=Ready", "widget/awaited", "--timeout=120s");
    status(
        "awaited",
        "{\"phase\":\"Done\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}");
    assertThat(new String(waiting.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("widget.example.org/awaited condition met\n");
    assertThat(
            kubectl.ok(
                "wait", "--for=jsonpath={.status.phase}=Done", "widget/awaited", "--timeout=120s"))
        .contains("condition met");
  }

  @Test
  void deleteWaitsForTheFinalizer() throws Exception {
    apply("finalized");
    kubectl.ok(
        "patch",
        "widget",
        "finalized",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[\"example.org/hold\"]}}");
    Process deleting = kubectl.start("delete", "widget", "finalized");
    await()
        .until(
            () ->
                !kubectl
                    .ok(
                        "get",
                        "widget",
                        "finalized",
                        "-o",
                        "jsonpath={.metadata.deletionTimestamp}")
                    .isEmpty());
    assertThat(deleting.isAlive()).isTrue();
    kubectl.ok(
        "patch",
        "widget",
        "finalized",
        "--type=json",
        "-p",
        "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");
    assertThat(deleting.waitFor()).isZero();
    assertThat(kubectl.run("get", "widget", "finalized").code()).isEqualTo(1);
    apply("one-of-two");
    apply("two-of-two");
    kubectl.ok("label", "widget", "one-of-two", "two-of-two", "pair=yes");
    assertThat(kubectl.ok("delete", "widget", "-l", "pair=yes"))
        .contains("one-of-two", "two-of-two");
  }

  @Test
  void theServerExplainsItself() throws Exception {
    assertThat(kubectl.ok("api-resources"))
        .containsPattern("widgets +wd +example.org/v1 +true +Widget")
        .containsPattern("leases +coordination.k8s.io/v1 +true +Lease");
    assertThat(kubectl.ok("api-versions")).contains("example.org/v1", "coordination.k8s.io/v1");
    assertThat(kubectl.ok("explain", "widget.spec"))
        .contains("What is wanted.", "Its colour in lower case.")
        .containsPattern("colour\\s+<string> -required-");
    assertThat(kubectl.ok("explain", "widgets", "--recursive")).contains("metadata", "conditions");
    assertThat(kubectl.ok("get", "namespaces")).containsPattern("default +Active");
    assertThat(kubectl.ok("version")).contains("Server Version: v1.");
    assertThat(kubectl.ok("auth", "can-i", "create", "widgets")).contains("yes");
  }

  @Test
  void dryRunsAndDiffsChangeNothing() throws Exception {
    apply("untouched");
    String wanted = manifest("untouched", "{colour: green}");
    assertThat(kubectl.ok("apply", "--dry-run=server", "-f", wanted)).contains("configured");
    Outcome diff = kubectl.run("diff", "-f", wanted);
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.output()).contains("-  colour: red", "+  colour: green");
    assertThat(kubectl.ok("get", "widget", "untouched", "-o", "jsonpath={.spec.colour}"))
        .isEqualTo("red");
    assertThat(kubectl.run("apply", "--server-side", "-f", wanted).output())
        .contains("server-side apply is not offered");
  }

  @Test
  void aWrongTokenIsToldSo() throws Exception {
    Outcome outcome = kubectl.run("get", "widgets", "--token=wrong");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.output()).contains("logged in");
  }
}
