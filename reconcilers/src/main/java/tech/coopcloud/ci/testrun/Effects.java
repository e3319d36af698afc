package tech.coopcloud.ci.testrun;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every side effect of a run goes through here, under a name. The hook is told right before and
 * right after, as {@code before create-network} and {@code after create-network}: that is where a
 * test ends the process.
 */
public final class Effects {
  private final Consumer<String> hook;

  public Effects(Consumer<String> hook) {
    this.hook = hook;
  }

  void run(String name, Runnable effect) {
    hook.accept("before " + name);
    effect.run();
    hook.accept("after " + name);
  }

  <T extends @Nullable Object> T call(String name, Callable<T> effect) throws Exception {
    hook.accept("before " + name);
    T result = effect.call();
    hook.accept("after " + name);
    return result;
  }
}
