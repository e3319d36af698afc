package tech.coopcloud.ci.swarm;

import java.util.Map;
import java.util.TreeMap;
import tech.coopcloud.ci.model.Api;

/**
 * Whose an object in the swarm is; becomes its labels.
 *
 * @param controller id of this installation of cc-ci
 * @param runUid uid of the TestRun
 * @param run {@code namespace/name} of the TestRun
 */
public record Owner(String controller, String runUid, String run) {

  /** Of what is only shown and never made. It has no labels. */
  static final Owner NOBODY = new Owner("", "", "");

  /** The labels that say so. They win over what a recipe asks for. */
  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    if (equals(NOBODY)) {
      return labels;
    }
    labels.put(Api.CONTROLLER_LABEL, controller);
    labels.put(Api.RUN_UID_LABEL, runUid);
    labels.put(Api.RUN_LABEL, run);
    return labels;
  }
}
