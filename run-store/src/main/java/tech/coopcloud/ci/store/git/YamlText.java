package tech.coopcloud.ci.store.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes YAML as a person would: few quotes, block style, literal blocks for several lines. */
final class YamlText {
  private static final YAMLMapper MAPPER =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .stringQuotingChecker(new CarefulQuoting())
              .build());

  private YamlText() {}

  /** The value as block-style YAML, ending in a newline. */
  static String of(JsonNode value) {
    try {
      String text = MAPPER.writeValueAsString(value);
      return text.endsWith("\n") ? text : text + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A JSON tree cannot be written as YAML", e);
    }
  }

  /** Leaves bare only what every YAML reader, of 1.1 and of 1.2, takes for a string. */
  private static final class CarefulQuoting extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;

    private static final Pattern BARE =
        Pattern.compile(
            "[A-Za-z/][A-Za-z0-9_./@+-]*( [A-Za-z0-9_./@+-]+)*|[A-Za-z][A-Za-z0-9_.-]*(://|:)[A-Za-z0-9_./@+-]+");
    private static final Set<String> WORDS =
        Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

    @Override
    public boolean needToQuoteName(String name) {
      return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      boolean oneLine = value.indexOf('\n') < 0;
      return (oneLine && (value.length() > 200 || !BARE.matcher(value).matches()))
          || WORDS.contains(value.toLowerCase(Locale.ROOT));
    }
  }
}
