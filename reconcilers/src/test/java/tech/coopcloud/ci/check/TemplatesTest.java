package tech.coopcloud.ci.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.check.Templates.UnknownPlaceholderException;

class TemplatesTest {
  private final Templates templates =
      Templates.of(Map.of("domain", "wiki-1.ci.localhost", "secrets.db_password", "$1 \\0 s3cret"));

  @Test
  void everyPlaceholderIsReplaced() throws UnknownPlaceholderException {
    assertThat(templates.fill("https://{{ domain }}/?p={{secrets.db_password}}&d={{domain }}"))
        .isEqualTo("https://wiki-1.ci.localhost/?p=$1 \\0 s3cret&d=wiki-1.ci.localhost");
    assertThat(templates.fill(Map.of("{{ domain }}", "{{ domain }}")))
        .isEqualTo(Map.of("{{ domain }}", "wiki-1.ci.localhost"));
    assertThat(templates.fill(List.of("a", "{{ domain }}")))
        .containsExactly("a", "wiki-1.ci.localhost");
    assertThat(templates.fillIfThere(null)).isNull();
  }

  @Test
  void aValueIsNotReadAsATemplate() throws UnknownPlaceholderException {
    assertThat(templates.and(Map.of("x", "{{ domain }}")).fill("{{ x }}"))
        .isEqualTo("{{ domain }}");
  }

  @Test
  void whatIsSwarmsOwnStays() throws UnknownPlaceholderException {
    assertThat(templates.fill("{{.Node.Hostname}} {{ .Task.Slot }} {{}} {{ {x} }}"))
        .isEqualTo("{{.Node.Hostname}} {{ .Task.Slot }} {{}} {{ {x} }}");
  }

  @Test
  void anUnknownPlaceholderIsOneSentenceThatShowsNoValue() {
    assertThatThrownBy(() -> templates.fill("{{ secrets.nope }}"))
        .isInstanceOf(UnknownPlaceholderException.class)
        .hasMessage(
            "There is no value for the placeholder {{ secrets.nope }}: there is one for domain,"
                + " secrets.db_password.");
  }
}
