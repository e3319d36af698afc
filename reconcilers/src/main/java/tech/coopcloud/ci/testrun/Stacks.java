package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import tech.coopcloud.ci.recipe.StackSpec;

/** tmp */
interface Stacks {
  Path checkout(String uid);

  StackSpec load(RunView view) throws Exception;

  Duration deployTimeout(RunView view, StackSpec stack);

  void forget(String uid) throws IOException;
}
