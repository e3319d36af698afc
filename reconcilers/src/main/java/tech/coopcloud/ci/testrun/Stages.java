package tech.coopcloud.ci.testrun;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.coopcloud.ci.model.StageName;
import tech.coopcloud.ci.model.TestRunSpec;

/** Which stages a run has, and which of them stand on which. */
final class Stages {
  /** Those that this version can run. */
  static final Set<StageName> SUPPORTED = EnumSet.allOf(StageName.class);

  /** A stage that does not pass leaves nothing for these to work on. */
  private static final Map<StageName, Set<StageName>> NEEDS =
      Map.of(
          StageName.FUNCTIONAL, Set.of(StageName.INSTALL),
          StageName.BACKUP, Set.of(StageName.INSTALL),
          StageName.RESTORE, Set.of(StageName.INSTALL, StageName.BACKUP));

  private Stages() {}

  /**
   * Those asked for and those that they need, in the order in which they run; all supported ones
   * where none is named.
   */
  static List<StageName> of(TestRunSpec spec) {
    if (spec.stages() == null || spec.stages().isEmpty()) {
      return List.copyOf(SUPPORTED);
    }
    Set<StageName> all = EnumSet.copyOf(spec.stages());
    spec.stages().forEach(stage -> all.addAll(NEEDS.getOrDefault(stage, Set.of())));
    return List.copyOf(all);
  }

  /** Whether a stage works on what another leaves. */
  static boolean needs(StageName stage, StageName earlier) {
    return NEEDS.getOrDefault(stage, Set.of()).contains(earlier);
  }

  /**
   * Whether a stage cannot run since an earlier one did not pass. After an install that failed an
   * upgrade to the same ref would only fail for the same reason.
   */
  static boolean blocks(StageName earlier, StageName later) {
    return needs(later, earlier) || (earlier == StageName.INSTALL && later == StageName.UPGRADE);
  }
}
