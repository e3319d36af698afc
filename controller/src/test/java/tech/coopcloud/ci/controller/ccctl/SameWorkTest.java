package tech.coopcloud.ci.controller.ccctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameWorkTest {
  private static final JsonNode RUNS =
      yaml(
          """
          items:
            - metadata: {name: over}
              spec: {recipe: wiki, ref: v1}
              status: {phase: Done}
            - metadata: {name: leaving}
              spec: {recipe: wiki, ref: v1}
              status: {phase: TearingDown}
            - metadata: {name: cancelled}
              spec: {recipe: wiki, ref: v1, cancel: true}
            - metadata: {name: deleted, deletionTimestamp: "2026-01-01T00:00:00Z"}
              spec: {recipe: wiki, ref: v1}
            - metadata: {name: newest}
              spec: {recipe: wiki}
              status: {phase: Stage, commit: c0ffee}
            - metadata: {name: forked}
              spec: {recipe: wiki, ref: v1, source: "https://git.example.org/ada/wiki"}
            - metadata: {name: some}
              spec: {recipe: wiki, ref: v2, stages: [install, lint], keep: 30m, priority: 5}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "there is none that is not over             | {recipe: wiki, ref: v1}                                              |",
        "without a ref                              | {recipe: wiki}                                                       |",
        "the ref that was pinned                    | {recipe: wiki, ref: c0ffee}                                          | newest",
        "every stage, named                         | {recipe: wiki, ref: c0ffee, stages: [lint, install, functional, backup, restore, upgrade]} | newest",
        "fewer stages                               | {recipe: wiki, ref: c0ffee, stages: [lint]}                          |",
        "held, which the other one is not           | {recipe: wiki, ref: c0ffee, keep: 30m}                               |",
        "more urgent than the other one             | {recipe: wiki, ref: c0ffee, priority: 1}                             |",
        "another recipe                             | {recipe: blog, ref: c0ffee}                                          |",
        "another source                             | {recipe: wiki, ref: v1, source: https://git.example.org/eve/wiki}  |",
        "the same source                            | {recipe: wiki, ref: v1, source: https://git.example.org/ada/wiki}  | forked",
        "the stages in another order, twice         | {recipe: wiki, ref: v2, stages: [lint, install, lint]}               | some",
        "held as the other one, and less urgent     | {recipe: wiki, ref: v2, stages: [lint, install], keep: 30m, priority: 1} | some",
        "held longer                                | {recipe: wiki, ref: v2, stages: [lint, install], keep: 2h}           |"
      })
  void aRunIsJoinedThatIsNotOverAndDoesAllThatIsWanted(
      String what, String spec, @Nullable String joined) {
    assertThat(SameWork.find(RUNS, yaml(spec)).map(run -> run.at("/metadata/name").asText()))
        .as(what)
        .isEqualTo(Optional.ofNullable(joined));
  }

  private static JsonNode yaml(String text) {
    return Yaml.read(new StringReader(text), "here").getFirst();
  }
}
