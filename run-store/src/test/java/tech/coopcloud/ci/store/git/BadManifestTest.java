package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.coopcloud.ci.store.object.Problem;

/** A manifest that cannot be taken stops nothing, and everybody can see what is wrong with it. */
class BadManifestTest {
  @TempDir Path folder;
  private StoreFixture fixture;
  private GitCli clone;

  @BeforeEach
  void open() {
    fixture = new StoreFixture(folder);
    clone = GitCli.clone(fixture.repository, folder.resolve("clone"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void push(String path, String text) throws InterruptedException {
    clone.file(path, text).push("Write " + path);
    fixture.store.refresh();
  }

  private JsonNode accepted(String name) {
    for (JsonNode condition : fixture.get(name).at("/status/conditions")) {
      if (condition.path("type").asText().equals("Accepted")) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }

  /** The file is told once, in one sentence, and the good one beside it is taken. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `a: [1`                                                                    | InvalidYaml | bad.yaml
          `just some words`                                                          | InvalidYaml | bad.yaml:1
          `a: 1\na: 2`                                                               | InvalidYaml | bad.yaml:2
          `apiVersion: example.org/v1\nkind: Gadget\nmetadata: {name: x}`            | UnknownKind | Gadget is not known
          `apiVersion: example.org/v1\nmetadata: {name: x}`                          | UnknownKind | kind is missing
          `kind: Widget\nmetadata: {name: x}`                                        | UnknownKind | apiVersion is missing
          `apiVersion: example.org/v1\nkind: Widget\nspec: {colour: red}`            | InvalidName | name
          `apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: Not A Name}`   | InvalidName | Not A Name
          """)
  void aFileThatNamesNoObjectIsToldOfByItsPath(String text, String reason, String says)
      throws Exception {
    clone.file("good.yaml", StoreFixture.manifest("good", "red"));
    push("bad.yaml", text.replace("\\n", "\n"));

    Problem problem = fixture.store.problems().getFirst();
    assertThat(problem.reason()).isEqualTo(reason);
    assertThat(problem.message()).startsWith("bad.yaml").contains(says).doesNotContain("\n");
    assertThat(fixture.events()).containsExactly(problem.message());
    assertThat(fixture.names()).containsExactly("good");

    fixture.whileAway(() -> {});
    assertThat(fixture.store.problems()).containsExactly(problem);

    clone.git("rm", "-q", "bad.yaml");
    clone.push("Remove bad");
    fixture.store.refresh();
    assertThat(fixture.store.problems()).isEmpty();
  }

  @Test
  void aBombOfAliasesAndAHugeFileAreProblemsToo() throws Exception {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    clone.file("bomb.yaml", bomb.toString());
    StringBuilder shorter = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 24; i++) {
      shorter.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    clone.file("short.yaml", shorter.toString());
    clone.file("deep.yaml", "[".repeat(100_000));
    push("huge.yaml", "# " + "x".repeat(10 << 20) + "\n" + StoreFixture.manifest("huge", "red"));

    assertThat(fixture.store.problems())
        .extracting(Problem::path)
        .containsExactly("bomb.yaml", "deep.yaml", "huge.yaml", "short.yaml");
    assertThat(fixture.store.problems().get(2).message())
        .matches(
            "huge\\.yaml: this file has 104858[0-9]+ bytes and manifests may have 1048576; split it");
  }

  @Test
  void filesOfOtherProgramsAreNobodysProblem() throws Exception {
    clone.file("README.md", "# Hello");
    clone.file(".gitea/workflows/ci.yaml", "on: {push: [}");
    clone.file("kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1\nkind: Kustomization");
    clone.file("values.yaml", "replicas: 3");
    clone.file("list.yaml", "- a\n- b");
    push("empty.yaml", "# nothing yet\n");
    assertThat(fixture.store.problems()).isEmpty();
  }

  @Test
  void anInvalidManifestShowsOnItsObjectWithFileLineAndField() throws Exception {
    push("a.yaml", StoreFixture.manifest("a", "red") + "  size: many\n  colours: 3\n");

    assertThat(fixture.get("a").path("spec").has("colours")).isFalse();
    assertThat(accepted("a").path("status").asText()).isEqualTo("False");
    assertThat(accepted("a").path("reason").asText()).isEqualTo("InvalidManifest");
    assertThat(accepted("a").path("message").asText())
        .startsWith("a.yaml:9: ")
        .contains("spec.size", "spec.colours: unknown field")
        .endsWith("; mend the manifest and push again");
    assertThat(fixture.store.problems()).hasSize(1);
    assertThat(fixture.events()).hasSize(1);
  }

  @Test
  void anObjectKeepsItsLastValidSpecUntilTheManifestIsMended() throws Exception {
    push("a.yaml", StoreFixture.manifest("a", "red"));
    push("a.yaml", StoreFixture.manifest("a", "Not-A-Colour"));
    assertThat(fixture.colour("a")).isEqualTo("red");
    assertThat(accepted("a").path("status").asText()).isEqualTo("False");
    int generation = fixture.get("a").at("/metadata/generation").asInt();

    push("a.yaml", "a: [1");
    assertThat(fixture.colour("a")).isEqualTo("red");
    assertThat(accepted("a").path("message").asText()).startsWith("a.yaml");

    push("a.yaml", StoreFixture.manifest("a", "red"));
    assertThat(accepted("a").isMissingNode()).isTrue();
    assertThat(fixture.get("a").at("/metadata/generation").asInt()).isGreaterThan(generation);
    assertThat(fixture.store.problems()).isEmpty();
  }

  @Test
  void ofTwoFilesWithOneIdentityTheOwnerGoesOn() throws Exception {
    push("a.yaml", StoreFixture.manifest("a", "red"));
    push("b.yaml", StoreFixture.manifest("a", "blue"));

    assertThat(fixture.colour("a")).isEqualTo("red");
    assertThat(fixture.store.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.reason()).isEqualTo("DuplicateManifest");
              assertThat(problem.message()).contains("a.yaml", "b.yaml");
            });
    assertThat(fixture.events()).hasSize(1);

    clone.git("rm", "-q", "a.yaml");
    clone.push("Remove the first");
    fixture.store.refresh();
    assertThat(fixture.colour("a")).isEqualTo("blue");
    assertThat(fixture.store.problems()).isEmpty();
  }

  @Test
  void twoNewFilesWithOneIdentityAreRefusedUntilOneIsGone() throws Exception {
    clone.file("a.yaml", StoreFixture.manifest("a", "red"));
    push("b.yaml", StoreFixture.manifest("a", "blue"));

    assertThat(fixture.colour("a")).isEqualTo("(unset)");
    assertThat(accepted("a").path("reason").asText()).isEqualTo("DuplicateManifest");
    assertThat(accepted("a").path("message").asText()).contains("a.yaml:1", "b.yaml:1");
    fixture.whileAway(() -> {});
    assertThat(accepted("a").path("reason").asText()).isEqualTo("DuplicateManifest");

    clone.git("rm", "-q", "a.yaml");
    clone.push("Remove the first");
    await().until(() -> fixture.colour("a").equals("blue"));
    assertThat(accepted("a").isMissingNode()).isTrue();
    assertThat(fixture.store.problems()).isEmpty();
  }
}
