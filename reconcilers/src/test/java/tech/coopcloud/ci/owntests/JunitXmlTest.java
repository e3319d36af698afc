package tech.coopcloud.ci.owntests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.coopcloud.ci.owntests.TestResult.State;

class JunitXmlTest {
  private static List<TestResult> read(String xml) throws IOException {
    return JunitXml.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void eachTestCaseIsAResult() throws IOException {
    assertThat(
            read(
                """
                <?xml version="1.0" encoding="utf-8"?>
                <testsuites><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4">
                <testcase classname="tests.test_login" name="test_in" time="0.1" />
                <testcase classname="tests.test_login" name="test_out"><failure message="assert 500 == 200">long
                trace</failure></testcase>
                <testcase name="test_setup"><error>no
                  such fixture</error></testcase>
                <testcase classname="a" name="b"><skipped message="not today"/><system-out>x</system-out></testcase>
                </testsuite></testsuites>
                """))
        .containsExactly(
            new TestResult("test_login test_in", State.PASSED, ""),
            new TestResult("test_login test_out", State.FAILED, "assert 500 == 200"),
            new TestResult("test_setup", State.FAILED, "no such fixture"),
            new TestResult("a b", State.SKIPPED, "not today"));
  }

  @Test
  void longAndManyLinedTextsAreShortenedToOneLine() throws IOException {
    TestResult result =
        read("<testcase name=\"%s\"><failure message=\"a&#10;&#9;b %s\"/></testcase>"
                .formatted("n".repeat(1000), "x".repeat(9000)))
            .getFirst();

    assertThat(result.name()).hasSize(123).endsWith("n...");
    assertThat(result.message()).hasSize(503).startsWith("a b x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><testcase name=\"&e;\"/>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\"><testcase name=\"a\"/>",
        "<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;\">]><testcase name=\"&c;\"/>",
        "<testcase name=",
        ""
      })
  void whatIsNotPlainXmlIsNotRead(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(IOException.class).message().isNotBlank();
  }
}
