package tech.coopcloud.ci.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What docs/kinds/testrun.md says of reasons is what the code means by them. */
class ReasonDocsTest {
  private static final Path PAGE = Path.of("../docs/kinds/testrun.md");

  @Test
  void theTableOfReasonsIsTheEnum() throws Exception {
    String page = Files.readString(PAGE);
    String table = page.substring(page.indexOf("## Reasons"));

    assertThat(table.lines().filter(line -> line.startsWith("| `")))
        .containsExactlyElementsOf(
            Arrays.stream(Reason.values())
                .map(reason -> "| `" + reason.text() + "` | " + reason.sentence() + " |")
                .toList());
  }
}
