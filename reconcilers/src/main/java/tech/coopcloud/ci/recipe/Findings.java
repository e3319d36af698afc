package tech.coopcloud.ci.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong while a recipe is read, so that a maintainer sees all of it at once. */
final class Findings {
  /** A hostile file must not be able to make a report of any length. */
  private static final int MOST = 100;

  private final Set<Finding> errors = new LinkedHashSet<>();
  private final Set<Finding> warnings = new LinkedHashSet<>();

  void error(Place place, String sentence) {
    if (errors.size() < MOST) {
      errors.add(Finding.error(place, sentence));
    }
  }

  void warning(Place place, String sentence) {
    if (warnings.size() < MOST) {
      warnings.add(Finding.warning(place, sentence));
    }
  }

  /** Ends the reading here if anything was wrong so far. */
  void throwIfAny() throws InvalidRecipeException {
    if (!errors.isEmpty()) {
      throw new InvalidRecipeException(new ArrayList<>(errors));
    }
  }

  /** Everything so far: errors, then warnings. */
  List<Finding> all() {
    List<Finding> all = new ArrayList<>(errors);
    all.addAll(warnings);
    return all;
  }

  List<String> warnings() {
    return warnings.stream().map(Finding::toString).toList();
  }
}
