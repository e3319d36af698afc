package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the command line may say of a TestRun, whoever creates it. */
final class RunOptions {
  @Option(
      names = "--stages",
      split = ",",
      paramLabel = "STAGE",
      description = "Stages to run, e.g. install,upgrade. Default: all.")
  private @Nullable List<String> stages;

  @Option(
      names = "--keep",
      paramLabel = "DURATION",
      description = "Hold the deployment this long after a failure, e.g. 30m.")
  private @Nullable String keep;

  /** Puts what was said into the spec of a TestRun. */
  void into(ObjectNode spec) {
    if (stages != null) {
      ArrayNode names = spec.putArray("stages");
      stages.forEach(names::add);
    }
    if (keep != null) {
      spec.put("keep", keep);
    }
  }
}
