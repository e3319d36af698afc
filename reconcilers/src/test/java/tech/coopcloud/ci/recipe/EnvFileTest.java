package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvFileTest {
  private final Findings findings = new Findings();

  private EnvFile parse(String text, Map<String, String> given) {
    return EnvFile.parse(".env.sample", text, given, findings);
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("A=b", "b"),
        Arguments.of("A = b ", "b"),
        Arguments.of("export A=b", "b"),
        Arguments.of("A=", ""),
        Arguments.of("A: b", "b"),
        Arguments.of("A=b # a comment", "b"),
        Arguments.of("A=b#c", "b#c"),
        Arguments.of("A=# nothing", ""),
        Arguments.of("A=\"b c\"", "b c"),
        Arguments.of("A=\"b # c\" # d", "b # c"),
        Arguments.of("A='b # c' # d", "b # c"),
        Arguments.of("A='$B'", "$B"),
        Arguments.of("A=', `www.example.com`'", ", `www.example.com`"),
        Arguments.of("A=\"two\\nlines\"", "two\nlines"),
        Arguments.of("A=\"two\nlines\"", "two\nlines"),
        Arguments.of("B=x\nA=$B", "x"),
        Arguments.of("B=x\nA=${B}y", "xy"),
        Arguments.of("B=x\nA=\"${B} y\"", "x y"),
        Arguments.of("A=x\nA=\"$A:y\"", "x:y"),
        Arguments.of("A=$UNKNOWN.", "."),
        Arguments.of("A=\\$B", "$B"),
        Arguments.of("A=$(date)", "$(date)"),
        Arguments.of("# A=x\n\n  A=y\r\n", "y"),
        Arguments.of("\uFEFFA=b", "b"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void readsAValueAsAbraDoes(String text, String expected) {
    assertThat(parse(text, Map.of()).values()).containsEntry("A", expected);
    assertThat(findings.all()).isEmpty();
  }

  @Test
  void addsToComposeFilesLineByLine() {
    EnvFile file =
        parse(
            """
            COMPOSE_FILE="compose.yml"
            COMPOSE_FILE="$COMPOSE_FILE:compose.db.yml"
            #COMPOSE_FILE="$COMPOSE_FILE:compose.smtp.yml"
            """,
            Map.of());

    assertThat(file.values()).containsEntry("COMPOSE_FILE", "compose.yml:compose.db.yml");
  }

  @Test
  void givenValuesWinAlsoWhereOthersReferToThem() {
    EnvFile file = parse("DOMAIN=a.example.com\nURL=https://$DOMAIN", Map.of("DOMAIN", "b"));

    assertThat(file.values()).containsEntry("DOMAIN", "b").containsEntry("URL", "https://b");
  }

  @Test
  void readsModifiersOfSecretsFromComments() {
    EnvFile file =
        parse(
            """
            SECRET_A_VERSION=v1 # length=32 charset=hex
            SECRET_B_VERSION="v2"   # generate=false
            SECRET_C_VERSION=v3
            """,
            Map.of());

    assertThat(file.modifiers())
        .containsEntry("SECRET_A_VERSION", Map.of("length", "32", "charset", "hex"))
        .containsEntry("SECRET_B_VERSION", Map.of("generate", "false"))
        .doesNotContainKey("SECRET_C_VERSION");
    assertThat(file.values())
        .containsEntry("SECRET_A_VERSION", "v1")
        .containsEntry("SECRET_B_VERSION", "v2");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("A=1\nnonsense", ".env.sample:2: This line must be NAME=value"),
        Arguments.of("A=1\n\nB='open", ".env.sample:3: The value of B has no closing quote"),
        Arguments.of("A B=c", ".env.sample:1: This line must be NAME=value"),
        Arguments.of("A=" + "x".repeat(70_000), "is longer than 64 KiB"),
        Arguments.of(doubling(), "longer than 64 KiB"));
  }

  private static String doubling() {
    StringBuilder text = new StringBuilder("A0=xxxxxxxxxx\n");
    for (int i = 1; i < 40; i++) {
      text.append("A%d=$A%d$A%d%n".formatted(i, i - 1, i - 1));
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void saysWhichLineIsWrong(String text, String sentence) {
    parse(text, Map.of());

    assertThat(findings.all().getFirst().toString()).contains(sentence);
  }
}
