package tech.coopcloud.ci.testrun;

/**
 * One step of a run. It acts once and says what came of it; doing it again after a crash does no
 * harm.
 */
interface Step<D extends Decision> {
  Outcome act(RunView view, D decision) throws Exception;
}
