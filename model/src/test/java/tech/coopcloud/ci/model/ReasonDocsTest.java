package tech.coopcloud.ci.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/kinds says of reasons is what the code means by them. */
class ReasonDocsTest {
  @Test
  void theTableOfReasonsIsTheEnum() throws Exception {
    assertThat(table("testrun"))
        .containsExactlyElementsOf(
            Arrays.stream(Reason.values())
                .map(reason -> "| `" + reason.text() + "` | " + reason.sentence() + " |")
                .toList());
  }

  @Test
  void theTableOfReasonsOfAScheduleIsTheEnum() throws Exception {
    assertThat(table("schedule"))
        .containsExactlyElementsOf(
            Arrays.stream(ScheduleReason.values())
                .map(
                    reason ->
                        "| `%s` | `%s` | %s |"
                            .formatted(reason.status(), reason.text(), reason.sentence()))
                .toList());
  }

  private static List<String> table(String kind) throws Exception {
    String page = Files.readString(Path.of("../docs/kinds/" + kind + ".md"));
    return page.substring(page.indexOf("## Reasons"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .toList();
  }
}
