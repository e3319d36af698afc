package tech.coopcloud.ci.recipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/security.md says of words and amounts is what the policy goes by. */
class SecurityDocsTest {
  private static final Path PAGE = Path.of("../docs/security.md");

  @ParameterizedTest
  @EnumSource(Budget.class)
  void namesEveryAmount(Budget budget) throws IOException {
    String word = budget.word(0).replace(":0", "");
    String row =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.contains("| `" + word + ":"))
            .findFirst()
            .orElse("");
    assertThat(row).as(word).containsPattern("\\| " + budget.most() + "( [KMG]iB)? \\|");
  }

  @ParameterizedTest
  @MethodSource("tech.coopcloud.ci.recipe.policy.HostileCorpusTest#deniedWords")
  void namesEveryKindOfWord(String word) throws IOException {
    String kind = word.contains(":") ? word.substring(0, word.indexOf(':') + 1) : word;
    assertThat(Files.readString(PAGE)).contains("`" + kind);
  }

  @Test
  void namesTheLimits() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page)
        .contains(
            String.format(
                Locale.ROOT,
                "one CPU, %d GiB of memory and %d processes and threads",
                Limits.DEFAULT.memoryBytes() >> 30,
                Limits.DEFAULT.pids()));
    assertThat(Limits.DEFAULT.nanoCpus()).isEqualTo(1_000_000_000L);
  }
}
