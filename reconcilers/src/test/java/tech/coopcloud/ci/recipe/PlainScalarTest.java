package tech.coopcloud.ci.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainScalarTest {

  @ParameterizedTest
  @CsvSource({
    "yes, yes",
    "on, on",
    "n, n",
    "1.50, 1.5",
    "1e3, 1000",
    "010, 8",
    "0o17, 15",
    "0x1F, 31",
    "0b11, 3",
    "1_000, 1000",
    "6.02e23, 6.02e+23",
    "1.2.3, 1.2.3",
    "12:30, 12:30",
    "2020-01-01, 2020-01-01 00:00:00 +0000 UTC",
    "2020-1-2 3:4:5.50, 2020-01-02 03:04:05.5 +0000 UTC",
    "2020-01-01T1:2:3+02:00, 2020-01-01 01:02:03 +0200 +0200",
    "2020-01-01T1:2:3Z, 2020-01-01 01:02:03 +0000 UTC",
    "2020-13-01, 2020-13-01",
    "2020-01-01 1:2, 2020-01-01 1:2"
  })
  void printsWhatDockerMakesOfAValueWithoutQuotes(String text, String printed) {
    Object value = PlainScalar.resolve(text);

    assertThat(value instanceof OffsetDateTime time ? PlainTime.print(time) : GoText.print(value))
        .isEqualTo(printed);
  }
}
