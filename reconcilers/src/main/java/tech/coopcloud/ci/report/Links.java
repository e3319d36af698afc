package tech.coopcloud.ci.report;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.StageStatus;
import tech.coopcloud.ci.model.TestRun;

/**
 * Addresses of the dashboard, for people who are elsewhere.
 *
 * @param dashboard where they reach it, e.g. {@code https://ci.example.org}
 */
public record Links(URI dashboard) {
  private static final Pattern SCREENSHOT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.png");

  /** The page of a run. */
  public String run(TestRun run) {
    return dashboard.toString().replaceFirst("/+$", "")
        + "/runs/"
        + run.getMetadata().getNamespace()
        + "/"
        + run.getMetadata().getName();
  }

  String log(TestRun run) {
    return run(run) + "/log";
  }

  /** The first screenshot of a run, or null where it has none. */
  @Nullable String screenshot(TestRun run) {
    for (StageStatus stage : Seen.status(run).stagesOrNone()) {
      for (Check check : stage.checksOrNone()) {
        String file = check.screenshot();
        if (file != null && SCREENSHOT.matcher(file).matches()) {
          return run(run) + "/files/" + file;
        }
      }
    }
    return null;
  }
}
