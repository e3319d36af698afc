package tech.coopcloud.ci.model;

/** The names that all parts agree on. */
public final class Api {
  /** The API group of every kind of cc-ci. */
  public static final String GROUP = "ci.coopcloud.tech";

  public static final String VERSION = "v1alpha1";

  /** Holds a deleted TestRun until its deployment is gone. */
  public static final String TEARDOWN_FINALIZER = GROUP + "/teardown";

  /** On every object in the swarm that a run created: the uid of the TestRun. */
  public static final String RUN_UID_LABEL = GROUP + "/run-uid";

  /** On every object in the swarm that cc-ci created: which installation of cc-ci. */
  public static final String CONTROLLER_LABEL = GROUP + "/controller";

  /**
   * On every object in the swarm that a run created: {@code namespace/name} of the TestRun, for
   * people to read.
   */
  public static final String RUN_LABEL = GROUP + "/run";

  /**
   * On what cc-ci deployed as the ingress of all runs, of which it therefore carries none: which
   * installation of cc-ci.
   */
  public static final String INGRESS_LABEL = GROUP + "/ingress";

  /**
   * On every object in the swarm of a recipe that a run deployed before its own: the name of that
   * recipe.
   */
  public static final String DEPENDENCY_LABEL = GROUP + "/dependency";

  /** On a TestRun that a Schedule started: the name of that Schedule. */
  public static final String SCHEDULE_LABEL = GROUP + "/schedule";

  private Api() {}
}
