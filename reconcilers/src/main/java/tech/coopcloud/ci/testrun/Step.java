package tech.coopcloud.ci.testrun;

/**
 * One step of a run. It acts once and says what came of it; doing it again after a crash does no
 * harm.
 */
interface Step {
  Outcome act(RunView view) throws Exception;
}
