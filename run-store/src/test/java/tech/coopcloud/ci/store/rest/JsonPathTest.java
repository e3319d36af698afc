package tech.coopcloud.ci.store.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.coopcloud.ci.store.Widgets;

class JsonPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ".spec.name | [\"x\"]",
        "spec.name | [\"x\"]",
        ".spec | [{\"name\":\"x\"}]",
        ".nope.name | []",
        ".metadata.annotations.example\\.org/why | [\"because\"]",
        ".metadata.annotations['example.org/why'] | [\"because\"]",
        ".list[0].v | [1]",
        ".list[-1].v | [3]",
        ".list[7].v | []",
        ".list[*].v | [1, 2, 3]",
        ".list[?(@.k==\"b\")].v | [2]",
        ".list[?(@.k=='b')].v | [2]",
      })
  void valuesAreFound(String path, String expected) {
    var root =
        Widgets.yaml(
            """
            spec: {name: x}
            metadata: {annotations: {example.org/why: because}}
            list: [{k: a, v: 1}, {k: b, v: 2}, {k: c, v: 3}]
            """);
    assertThat(new JsonPath(path).all(root)).hasToString(expected);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new JsonPath(".a[0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JsonPath(".a[x]")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "PT-5S, <invalid>",
    "PT0S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT2M5S, 2m5s",
    "PT10M5S, 10m",
    "PT179M, 179m",
    "PT3H, 3h",
    "PT3H7M, 3h7m",
    "PT9H7M, 9h",
    "PT47H, 47h",
    "P2D, 2d",
    "P3DT5H, 3d5h",
    "P9DT5H, 9d",
    "P800D, 2y70d",
    "P3000D, 8y",
  })
  void agesAreShownAsKubectlShowsThem(Duration age, String shown) {
    assertThat(HumanDuration.of(age)).isEqualTo(shown);
  }
}
