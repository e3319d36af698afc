package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbraExportsTest {
  private final Findings findings = new Findings();

  private Map<String, String> read(String text) {
    return AbraExports.read("abra.sh", text, Map.of("DOMAIN", "a.example.com"), findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      emptyValue = "",
      value = {
        "export A=v1|v1",
        "export A=\"v 1\"|v 1",
        "export A='$DOMAIN'|$DOMAIN",
        "export A=v1 # comment|v1",
        "export A=v1; export B=v2|v1",
        "export   A=v1|v1",
        "export A=$DOMAIN|a.example.com",
        "export A=\"x-${DOMAIN}-y\"|x-a.example.com-y",
        "export A=|%%",
      })
  void readsAnExportAsAShellWould(String line, String expected) {
    assertThat(read(line)).containsEntry("A", expected);
    assertThat(findings.all()).isEmpty();
  }

  @Test
  void readsExportsOfTheScriptItselfAndNoneOfItsFunctions() {
    Map<String, String> exports =
        read(
            """
            #!/bin/bash
            export A_VERSION=v1
            B_VERSION=v2
            # export C_VERSION=v3
            export D_VERSION=$A_VERSION

            backup() {
              export PASSWORD=secret
              rm -rf /
            }
            """);

    assertThat(exports).isEqualTo(Map.of("A_VERSION", "v1", "D_VERSION", "v1"));
  }

  @ParameterizedTest
  @CsvSource({
    "export A=$(touch /tmp/x)",
    "export A=`touch /tmp/x`",
    "export A=\"${B:-$(touch /tmp/x)}\"",
    "export A=${B%%.*}"
  })
  void runsNothingAndSaysSo(String line) {
    assertThat(read("\n" + line)).containsKey("A");
    assertThat(findings.all())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.isError()).isFalse();
              assertThat(finding.toString())
                  .startsWith("abra.sh:2: ")
                  .contains("computed by a shell");
            });
  }
}
