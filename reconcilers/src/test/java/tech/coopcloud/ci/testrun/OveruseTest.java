package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.swarm.Overrun;

class OveruseTest {
  @Test
  void saysHowMuchAServiceHadAndHowItGetsMore() {
    assertThat(
            Overuse.sentence(
                List.of(new Overrun("wiki_db", Overrun.Kind.MEMORY, 1L << 30)), "wiki"))
        .isEqualTo(
            "Service db was killed because it used more than its 1 GiB of memory: lower its use,"
                + " or let the Recipe allow memory:2G.");
    assertThat(
            Overuse.sentence(List.of(new Overrun("wiki_db", Overrun.Kind.PROCESSES, 512)), "wiki"))
        .isEqualTo(
            "Service db has all the 512 processes and threads that it may have: let it start fewer,"
                + " or let the Recipe allow pids:1024.");
  }

  @Test
  void aLimitThatTheRecipeSetItselfIsRaisedThere() {
    assertThat(
            Overuse.sentence(
                List.of(new Overrun("wiki_db", Overrun.Kind.MEMORY, 64L << 20)), "wiki"))
        .contains("64 MiB of memory", "raise its deploy.resources.limits in the compose file");
  }

  @Test
  void nothingIsSaidOfNothing() {
    assertThat(Overuse.sentence(List.of(), "wiki")).isNull();
  }
}
