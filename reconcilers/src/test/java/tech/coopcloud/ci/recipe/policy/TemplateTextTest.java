package tech.coopcloud.ci.recipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemplateTextTest {
  @Test
  void namesFunctionsAndKeywordsButNoFieldsStringsOrComments() {
    assertThat(
            TemplateText.of(
                    "a {{/* range */}} b {{ if eq (env \"define\") `print` }}{{.Service.Name}}"
                        + "{{ $range := 12 }}{{end}} printf")
                .words())
        .containsExactly("if", "eq", "env", ".", ".", "$", "end");
  }

  @Test
  void isNotMisledByBracesInStrings() {
    assertThat(TemplateText.of("{{ \"}}\" | printf `}}` }} {{ '}' | print }}").words())
        .containsExactly("printf", "print");
  }

  @Test
  void readsWhatNeverEnds() {
    assertThat(TemplateText.of("{{ range \"").words()).containsExactly("range");
    assertThat(TemplateText.of("{{ /* range").words()).isEmpty();
    assertThat(TemplateText.of("{{ \"\\").words()).isEmpty();
  }
}
