package tech.coopcloud.ci.store.object;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.store.Widgets;

class ObjectRulesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");
  private static final Instant LATER = Instant.parse("2026-03-01T13:00:00Z");

  private final ResourceType type = Widgets.TYPE;
  private final ObjectRules rules = new ObjectRules(List.of(type));

  @Test
  void aNewObjectGetsWhatTheServerOwns() {
    ObjectNode manifest = Widgets.manifest("default", "a", "red");
    manifest.putObject("status").put("phase", "Done");
    manifest.withObjectProperty("metadata").put("uid", "mine").put("generation", 7);

    ObjectNode object = rules.created(type, manifest, NOON);

    ObjectNode meta = object.withObjectProperty("metadata");
    assertThat(meta.get("uid").asText()).hasSize(36);
    assertThat(meta.get("generation").asInt()).isEqualTo(1);
    assertThat(meta.get("creationTimestamp").asText()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(object.has("status")).isFalse();
    assertThat(manifest.has("status")).as("the manifest is left as it was").isTrue();
  }

  @Test
  void defaultsAreFilledInWherePartsExist() {
    ObjectNode object =
        rules.created(
            type,
            Widgets.yaml(
                """
                metadata: {name: a, namespace: default}
                spec:
                  colour: red
                  size: null
                  note: null
                  parts: [{name: x}]
                """),
            NOON);

    assertThat(object.get("spec"))
        .isEqualTo(
            Widgets.yaml(
                """
                colour: red
                note: null
                parts: [{name: x, state: New}]
                size: 3
                policy: Queue
                """));
  }

  @Test
  void aChangeOfTheSpecCountsTheGenerationUp() throws Exception {
    ObjectNode current = rules.created(type, Widgets.manifest("default", "a", "red"), NOON);

    ObjectNode next = rules.updated(type, current, Widgets.manifest("default", "a", "blue"), LATER);

    assertThat(next.at("/metadata/generation").asInt()).isEqualTo(2);
    assertThat(next.at("/metadata/uid")).isEqualTo(current.at("/metadata/uid"));
    assertThat(next.at("/metadata/creationTimestamp").asText()).isEqualTo("2026-03-01T12:00:00Z");
  }

  @Test
  void aChangeOfLabelsOrOfNothingLeavesTheGeneration() throws Exception {
    ObjectNode current = rules.created(type, Widgets.manifest("default", "a", "red"), NOON);
    ObjectNode labelled = Widgets.manifest("default", "a", "red");
    labelled.withObjectProperty("metadata").putObject("labels").put("team", "x");

    assertThat(rules.updated(type, current, labelled, LATER).at("/metadata/generation").asInt())
        .isEqualTo(1);
    assertThat(rules.updated(type, current, Widgets.manifest("default", "a", "red"), LATER))
        .isEqualTo(current);
  }

  @Test
  void specAndStatusAreWrittenApart() throws Exception {
    ObjectNode current = rules.created(type, Widgets.manifest("default", "a", "red"), NOON);
    ObjectNode wanted = Widgets.manifest("default", "a", "blue");
    wanted.putObject("status").put("phase", "Running");

    ObjectNode byStatus = rules.statusUpdated(type, current, wanted);
    assertThat(byStatus.at("/spec/colour").asText()).isEqualTo("red");
    assertThat(byStatus.at("/status/phase").asText()).isEqualTo("Running");
    assertThat(byStatus.at("/metadata/generation").asInt()).isEqualTo(1);

    wanted.withObjectProperty("status").put("phase", "Hacked");
    ObjectNode byUpdate = rules.updated(type, byStatus, wanted, LATER);
    assertThat(byUpdate.at("/spec/colour").asText()).isEqualTo("blue");
    assertThat(byUpdate.at("/status/phase").asText()).isEqualTo("Running");
  }

  @Test
  void whatIdentifiesAnObjectCannotChange() {
    ObjectNode current = rules.created(type, Widgets.manifest("default", "a", "red"), NOON);

    assertThatThrownBy(
            () -> rules.updated(type, current, Widgets.manifest("default", "b", "red"), LATER))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessage("metadata.name: Invalid value: \"b\": field is immutable");
  }

  @Test
  void anObjectWithoutFinalizersGoesAtOnceAndOneWithThemWaits() throws Exception {
    ObjectNode plain = rules.created(type, Widgets.manifest("default", "a", "red"), NOON);
    assertThat(rules.deleted(type, plain, LATER)).isNull();

    ObjectNode manifest = Widgets.manifest("default", "a", "red");
    manifest.withObjectProperty("metadata").putArray("finalizers").add("example.org/hold");
    ObjectNode held = rules.created(type, manifest, NOON);
    ObjectNode marked = requireNonNull(rules.deleted(type, held, LATER));

    assertThat(marked.at("/metadata/deletionTimestamp").asText()).isEqualTo("2026-03-01T13:00:00Z");
    assertThat(marked.at("/metadata/deletionGracePeriodSeconds").asInt(-1)).isZero();
    assertThat(ObjectRules.isFinished(marked)).isFalse();
    assertThat(rules.deleted(type, marked, LATER.plusSeconds(60))).isEqualTo(marked);

    ObjectNode released = marked.deepCopy();
    released.withObjectProperty("metadata").remove("finalizers");
    assertThat(ObjectRules.isFinished(rules.updated(type, marked, released, LATER))).isTrue();
  }

  @Test
  void aDeletedObjectTakesNoNewFinalizer() {
    ObjectNode manifest = Widgets.manifest("default", "a", "red");
    manifest.withObjectProperty("metadata").putArray("finalizers").add("example.org/hold");
    ObjectNode marked =
        requireNonNull(rules.deleted(type, rules.created(type, manifest, NOON), LATER));
    ObjectNode more = marked.deepCopy();
    more.withObjectProperty("metadata").putArray("finalizers").add("example.org/other");

    assertThatThrownBy(() -> rules.updated(type, marked, more, LATER))
        .hasMessageContaining("metadata.finalizers: Forbidden: no new finalizers can be added");
  }

  @Test
  void unknownFieldsAreNamedAndRemoved() {
    ObjectNode manifest =
        Widgets.yaml(
            """
            metadata: {name: a, namespace: default, colour: x}
            spec:
              colour: red
              shape: round
              parts: [{name: x, weight: 1}]
              labels: {any: thing}
              free: {any: {thing: 1}}
            extra: 1
            """);

    assertThat(rules.prune(type, manifest))
        .containsExactly("metadata.colour", "spec.shape", "spec.parts[0].weight", "extra");
    assertThat(manifest.at("/spec/labels/any").asText()).isEqualTo("thing");
    assertThat(manifest.at("/spec/free/any/thing").asInt()).isEqualTo(1);
    assertThat(manifest.at("/spec").has("shape")).isFalse();
  }

  @Test
  void anInvalidObjectIsStillReportedOnAndReleased() throws Exception {
    ObjectNode invalid = rules.created(type, Widgets.manifest("default", "a", "RED"), NOON);
    ObjectNode wanted = invalid.deepCopy();
    wanted.putObject("status").put("phase", "Rejected");
    ObjectNode next = rules.statusUpdated(type, invalid, wanted);

    assertThat(rules.validateUpdate(type, invalid, next)).isEmpty();
    next.withObjectProperty("spec").put("size", 99);
    assertThat(rules.validateUpdate(type, invalid, next))
        .extracting(FieldError::field)
        .containsExactly("spec.size");
  }
}
