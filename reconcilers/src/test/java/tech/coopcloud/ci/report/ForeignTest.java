package tech.coopcloud.ci.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ForeignTest {
  private static final String HOSTILE =
      "@member #1 !2 org/site#3 <img src=x> [a](http://e) `x` ``` | </pre></details> :rocket: & ~~~ *b* _c_ \\";

  @Test
  void oneLineIsLettersDigitsAndEntitiesAlone() {
    assertThat(Foreign.inline(HOSTILE, 1000))
        .matches("<code>([A-Za-z0-9 ]|&#[0-9]+;)*</code>")
        .startsWith("<code>&#64;member &#35;1 &#33;2 org&#47;site&#35;3 &#60;img");
  }

  @Test
  void whateverComesNothingButWhatWeWriteOpensOrClosesAnything() {
    Random random = new Random(1);
    for (int n = 0; n < 2_000; n++) {
      StringBuilder text = new StringBuilder();
      random.ints(60, 0, 0x300).forEach(text::appendCodePoint);
      assertThat(Foreign.block(text.toString(), 1000))
          .matches("(<code>([^\\x00-\\x1f!-/:-@\\[-`{-\\x7f]|&#[0-9]+;)*</code>(<br>\n(?=.))?)*");
    }
  }

  @Test
  void linesStayLinesAndNoneIsEmptySoThatMarkdownDoesNotEndTheParagraph() {
    assertThat(Foreign.block("one\n\n\ntwo\r\nthree", 100))
        .isEqualTo(
            "<code>one</code><br>\n<code> </code><br>\n<code> </code><br>\n<code>two</code><br>\n<code>three</code>");
  }

  @Test
  void whatTurnsTheDirectionOfTextOrMovesACursorIsLeftOut() {
    assertThat(Foreign.inline("a\u202eb\u200bc\u001b[2Jd", 100))
        .isEqualTo("<code>abc&#91;2Jd</code>");
  }

  @Test
  void whatIsLongIsCutBetweenLetters() {
    assertThat(Foreign.inline("\ud83d\ude80".repeat(5), 3))
        .isEqualTo("<code>" + "\ud83d\ude80".repeat(3) + "&#46;&#46;&#46;</code>");
    assertThat(Foreign.block("x\n".repeat(500), 10_000).lines()).hasSize(40);
  }
}
