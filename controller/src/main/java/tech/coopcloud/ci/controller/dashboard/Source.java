package tech.coopcloud.ci.controller.dashboard;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.TestRun;

/** What there is to show, from memory: every method is called for every page. */
public interface Source {
  /** All runs, in no order. */
  List<TestRun> runs();

  Optional<TestRun> run(String namespace, String name);

  /** All recipes, in no order. */
  List<Recipe> recipes();

  /** All Schedules, in no order. */
  List<Schedule> schedules();

  /**
   * Calls the listener with namespace and name whenever an object of these changed, until closed.
   * The listener must not block.
   */
  Subscription onChange(BiConsumer<String, String> listener);

  /** A running subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
