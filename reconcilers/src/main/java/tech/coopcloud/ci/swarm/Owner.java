package tech.coopcloud.ci.swarm;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Api;

/**
 * Whose an object in the swarm is; becomes its labels.
 *
 * @param controller id of this installation of cc-ci
 * @param runUid uid of the TestRun, empty for what is the installation's own
 * @param run {@code namespace/name} of the TestRun, empty likewise
 * @param dependency name of the recipe where it is one that the run deploys before its own
 */
public record Owner(String controller, String runUid, String run, @Nullable String dependency) {

  public Owner(String controller, String runUid, String run) {
    this(controller, runUid, run, null);
  }

  /** Of what is only shown and never made. It has no labels. */
  static final Owner NOBODY = new Owner("", "", "");

  /** cc-ci itself, as the owner of the ingress that all runs share: no orphan ever. */
  public static Owner ofIngress(String controller) {
    return new Owner(controller, "", "");
  }

  /** The labels that say so. They win over what a recipe asks for. */
  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    if (equals(NOBODY)) {
      return labels;
    }
    labels.put(Api.CONTROLLER_LABEL, controller);
    if (runUid.isEmpty()) {
      labels.put(Api.INGRESS_LABEL, controller);
    } else {
      labels.put(Api.RUN_UID_LABEL, runUid);
      labels.put(Api.RUN_LABEL, run);
    }
    if (dependency != null) {
      labels.put(Api.DEPENDENCY_LABEL, dependency);
    }
    return labels;
  }

  /** Whether an object with these labels is this owner's. */
  boolean owns(@Nullable Map<String, String> labels) {
    if (labels == null) {
      return false;
    }
    return runUid.isEmpty()
        ? controller.equals(labels.get(Api.INGRESS_LABEL))
        : runUid.equals(labels.get(Api.RUN_UID_LABEL));
  }
}
