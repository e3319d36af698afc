package tech.coopcloud.ci.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedOutputTest {
  private final BoundedOutput output = new BoundedOutput(8);

  private void write(String text) {
    output.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatFitsIsWhole() {
    write("abc");
    write("defgh");

    assertThat(output.text()).isEqualTo("abcdefgh");
    assertThat(output.text()).isEqualTo("abcdefgh");
  }

  @Test
  void whatDoesNotFitLosesItsMiddle() {
    write("abcdefghi");
    write("jk");

    assertThat(output.text()).isEqualTo("abcd\n(... 3 bytes are left out ...)\nhijk");
  }

  @Test
  void aPieceLongerThanAllIsCutToo() {
    write("0123456789abcdefghijklmnop");
    write("q");

    assertThat(output.text()).isEqualTo("0123\n(... 19 bytes are left out ...)\nnopq");
  }

  @Test
  void aCharacterOverTheBorderStaysWhole() {
    write("abcädef");

    assertThat(output.text()).isEqualTo("abcädef");
  }
}
