package tech.coopcloud.ci.controller.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which parts the process needs to do its work, and what is wrong with them and beside them. */
public final class Readiness {
  private final Map<String, Supplier<Optional<String>>> parts = new LinkedHashMap<>();
  private final Map<String, Supplier<Optional<String>>> details = new LinkedHashMap<>();

  /**
   * Adds a part.
   *
   * @param problem one sentence while the part is not ready: what is wrong and what to do; it must
   *     answer at once
   * @return this
   */
  public synchronized Readiness part(String name, Supplier<Optional<String>> problem) {
    parts.put(name, problem);
    return this;
  }

  /**
   * Adds something that is told of and without which the work goes on.
   *
   * @return this
   */
  public synchronized Readiness detail(String name, Supplier<Optional<String>> problem) {
    details.put(name, problem);
    return this;
  }

  /** Detail by detail, as {@link #look}. */
  public synchronized Map<String, Optional<String>> details() {
    return ask(details);
  }

  /** Part by part: ok, or the sentence. */
  public synchronized Map<String, Optional<String>> look() {
    return ask(parts);
  }

  private static Map<String, Optional<String>> ask(Map<String, Supplier<Optional<String>>> some) {
    Map<String, Optional<String>> found = new LinkedHashMap<>();
    some.forEach((name, problem) -> found.put(name, ask(problem)));
    return found;
  }

  private static Optional<String> ask(Supplier<Optional<String>> problem) {
    try {
      return problem.get();
    } catch (RuntimeException e) {
      return Optional.of("it could not be asked: " + e);
    }
  }
}
