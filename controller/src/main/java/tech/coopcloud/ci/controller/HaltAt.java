package tech.coopcloud.ci.controller;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process as a power cut would, at a side effect of a run that the system property {@code
 * cc-ci.halt-at} names, e.g. {@code before_create-config#2} for the second time that this comes up.
 * Only tests set it.
 */
final class HaltAt implements Consumer<String> {
  private static final int KILLED = 137;

  private final String effect;
  private final AtomicInteger left;

  private HaltAt(String effect, int occurrence) {
    this.effect = effect;
    this.left = new AtomicInteger(occurrence);
  }

  static Consumer<String> fromSystemProperty() {
    return of(System.getProperty("cc-ci.halt-at"));
  }

  static Consumer<String> of(@Nullable String property) {
    if (property == null) {
      return effect -> {};
    }
    String effect = property.replace('_', ' ');
    int mark = effect.indexOf('#');
    return mark < 0
        ? new HaltAt(effect, 1)
        : new HaltAt(effect.substring(0, mark), Integer.parseInt(effect.substring(mark + 1)));
  }

  @Override
  public void accept(String name) {
    if (name.equals(effect) && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
