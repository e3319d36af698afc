package tech.coopcloud.ci.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.coopcloud.ci.store.Widgets;

class ValidationTest {
  private final ResourceType type = Widgets.TYPE;
  private final ObjectRules rules = new ObjectRules(List.of(type));

  private List<String> errors(String metadata, String spec) {
    ObjectNode object = Widgets.yaml("metadata: " + metadata + "\nspec: " + spec + "\n");
    return rules.validate(type, object).stream().map(FieldError::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | spec.colour: Required value",
        "{colour: RED} | spec.colour: Invalid value: \"RED\": spec.colour in body should match"
            + " '^[a-z]+$'",
        "{colour: aaaaaaaaaaaaaaaaaaaaa} | spec.colour: Too long: may not be more than 20"
            + " characters",
        "{colour: 3} | spec.colour: Invalid value: \"number\": spec.colour in body must be of type"
            + " string: \"number\"",
        "{colour: null} | spec.colour: Invalid value: \"null\": spec.colour in body must be of type"
            + " string: \"null\"",
        "{colour: red, size: 0} | spec.size: Invalid value: 0: spec.size in body should be greater"
            + " than or equal to 1",
        "{colour: red, size: 11} | spec.size: Invalid value: 11: spec.size in body should be less"
            + " than or equal to 10",
        "{colour: red, policy: Drop} | spec.policy: Unsupported value: \"Drop\": supported values:"
            + " \"Queue\", \"Replace\"",
        "{colour: red, port: [1]} | spec.port: Invalid value: \"array\": spec.port in body must be"
            + " of type integer: \"array\"",
        "{colour: red, parts: [{name: a}, {}]} | spec.parts[1].name: Required value",
        "{colour: red, parts: [{name: a}, {name: a}, {name: a}, {name: a}]} | spec.parts: Too many:"
            + " 4: must have at most 3 items",
        "{colour: red, labels: {x: 1}} | spec.labels.x: Invalid value: \"number\": spec.labels.x in"
            + " body must be of type string: \"number\"",
      })
  void anInvalidSpecIsRefusedInTheWordsOfKubernetes(String spec, String error) {
    assertThat(errors("{name: a, namespace: default}", spec)).containsExactly(error);
  }

  @Test
  void everythingThatTheSchemaAllowsIsValid() {
    assertThat(
            errors(
                "{name: a.b-c, namespace: default, labels: {example.org/x: y},"
                    + " annotations: {a: 'any text'}, finalizers: [example.org/x]}",
                "{colour: red, size: 10, policy: Replace, note: null, port: 80, parts: [],"
                    + " labels: {a: b}, free: {x: [1]}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{namespace: default} | metadata.name: Required value",
        "{name: a} | metadata.namespace: Required value",
        "{name: A, namespace: default} | metadata.name: Invalid value: \"A\": a lowercase RFC 1123",
        "{name: a/../b, namespace: default} | metadata.name: Invalid value: \"a/../b\": a lowercase",
        "{name: .., namespace: default} | metadata.name: Invalid value: \"..\": a lowercase",
        "{name: a, namespace: a.b} | metadata.namespace: Invalid value: \"a.b\": a lowercase RFC",
        "{name: a, namespace: default, labels: {'a b': x}} | metadata.labels: Invalid value:"
            + " \"a b\": name part must consist",
        "{name: a, namespace: default, labels: {a: 'x y'}} | metadata.labels: Invalid value:"
            + " \"x y\": a valid label must be",
        "{name: a, namespace: default, labels: {a: 1}} | metadata.labels.a: Invalid value:"
            + " \"number\": metadata.labels.a in body must be of type string",
        "{name: a, namespace: default, labels: [a]} | metadata.labels: Invalid value: \"array\":",
        "{name: a, namespace: default, finalizers: [x y]} | metadata.finalizers: Invalid value:",
        "{name: a, namespace: default, ownerReferences: [{kind: A, name: b, uid: c}]} |"
            + " metadata.ownerReferences[0].apiVersion: Required value",
      })
  void invalidMetadataIsRefused(String metadata, String start) {
    assertThat(errors(metadata, "{colour: red}")).singleElement().asString().startsWith(start);
  }

  @Test
  void annotationsHaveALimitInAll() {
    String half = "x".repeat(140_000);
    assertThat(
            errors(
                "{name: a, namespace: default, annotations: {a: " + half + ", b: " + half + "}}",
                "{colour: red}"))
        .containsExactly("metadata.annotations: Too long: may not be more than 262144 bytes");
  }

  @Test
  void theKindsThatEveryClientExpectsAreThere() {
    List<ResourceType> builtins = ResourceTypes.builtins();
    assertThat(builtins)
        .extracting(ResourceType::apiVersion, ResourceType::kind, ResourceType::namespaced)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("coordination.k8s.io/v1", "Lease", true),
            org.assertj.core.groups.Tuple.tuple("v1", "Event", true),
            org.assertj.core.groups.Tuple.tuple("v1", "Namespace", false));
    ResourceType lease = builtins.getFirst();
    ObjectNode object =
        Widgets.yaml(
            """
            metadata: {name: leader, namespace: default}
            spec: {holderIdentity: a, renewTime: '2026-03-01T12:00:00.123456Z', leaseDurationSeconds: 15}
            """);
    assertThat(new ObjectRules(builtins).validate(lease, object)).isEmpty();
  }
}
