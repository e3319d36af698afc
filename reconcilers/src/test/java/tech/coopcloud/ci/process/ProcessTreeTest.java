package tech.coopcloud.ci.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  @Test
  void whatAProgramHasStartedEndsWithIt() throws Exception {
    String inner = "sh -c 'echo inner; sleep 600' & echo outer; wait";
    Process outer = new ProcessBuilder("sh", "-c", inner).start();
    try (BufferedReader said = outer.inputReader()) {
      assertThat(new String[] {said.readLine(), said.readLine()})
          .containsExactlyInAnyOrder("inner", "outer");

      ProcessTree.end(outer.toHandle());

      assertThat(outer.isAlive()).isFalse();
      assertThat(said.readLine()).as("as long as one of them lives there is no end").isNull();
    }
  }
}
