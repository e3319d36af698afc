package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import tech.coopcloud.ci.model.Verdict;

/** What a TestRun's status says, for people. */
final class RunPage {
  private RunPage() {}

  /** The verdict; Unverified where there is none yet. */
  static Verdict verdict(JsonNode run) {
    JsonNode status = run.path("status");
    JsonNode succeeded = Wanted.condition(run, "Succeeded");
    boolean stageFailed = false;
    for (JsonNode stage : status.path("stages")) {
      stageFailed |= stage.path("state").asText().equals("Failed");
    }
    Verdict verdict =
        Verdict.of(
            status.path("phase").asText().equals("Done"),
            succeeded.path("status").asText("Unknown"),
            succeeded.path("reason").asText(""),
            stageFailed);
    return verdict == null ? Verdict.UNVERIFIED : verdict;
  }

  /** The end of {@code ccctl run}: stages, verdict, level, time, and why. */
  static String summary(String title, JsonNode run, Terminal terminal) {
    JsonNode status = run.path("status");
    StringBuilder text = new StringBuilder();
    for (JsonNode stage : status.path("stages")) {
      text.append("    ").append(stageLine(stage, terminal)).append('\n');
    }
    text.append(title).append(' ');
    text.append(terminal.coloured(verdict(run).text().toLowerCase(Locale.ROOT)));
    if (status.has("level")) {
      text.append(", level ").append(status.path("level").asText());
    }
    String took =
        Durations.between(
            status.path("startedAt").asText(""), status.path("finishedAt").asText(""));
    if (!took.isEmpty()) {
      text.append(", ").append(took);
    }
    String why = Wanted.condition(run, "Succeeded").path("message").asText("");
    if (!why.isEmpty()) {
      text.append(": ").append(Table.printable(why));
    }
    return text.toString();
  }

  static String stageLine(JsonNode stage, Terminal terminal) {
    String name = stage.path("name").asText();
    String state = stage.path("state").asText();
    String took =
        Durations.between(stage.path("startedAt").asText(""), stage.path("finishedAt").asText(""));
    String message = Table.printable(stage.path("message").asText(""));
    return "%s%s%s  %s"
        .formatted(
            padded(Table.printable(name), 12),
            terminal.coloured(padded(state, 12)),
            padded(took, 6),
            message)
        .stripTrailing();
  }

  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /** The checks of a stage, one a line. */
  static List<String> checks(JsonNode stage, Terminal terminal) {
    return stage
        .path("checks")
        .valueStream()
        .map(
            check ->
                (padded(Table.printable(check.path("name").asText()), 16)
                        + terminal.coloured(padded(check.path("state").asText(), 12))
                        + Table.printable(check.path("message").asText("")))
                    .stripTrailing())
        .toList();
  }
}
