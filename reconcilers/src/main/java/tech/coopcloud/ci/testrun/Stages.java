package tech.coopcloud.ci.testrun;

import java.util.List;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.TestRunSpec;

/** Which stages a run has. */
final class Stages {
  /** Those that this version can run. */
  static final List<StageName> SUPPORTED = List.of(StageName.INSTALL);

  private Stages() {}

  /** Those asked for; all supported ones where none is named. */
  static List<StageName> of(TestRunSpec spec) {
    return spec.stages() == null || spec.stages().isEmpty() ? SUPPORTED : spec.stagesOrAll();
  }
}
