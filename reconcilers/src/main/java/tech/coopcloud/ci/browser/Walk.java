package tech.coopcloud.ci.browser;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a list of steps in the browser went. No sentence says what was typed. */
public sealed interface Walk {

  /**
   * Every step did what it should.
   *
   * @param screenshots those that the steps asked for, in their order
   */
  record Done(List<Path> screenshots) implements Walk {
    public Done {
      screenshots = List.copyOf(screenshots);
    }
  }

  /**
   * A step did not.
   *
   * @param infrastructure whether the browser itself is to blame
   * @param step which one, counted from 1; 0 when it did not come to the first
   * @param sentence what was expected, and what was seen instead
   * @param screenshot what the page looked like then, if it could still be taken
   */
  record Failed(boolean infrastructure, int step, String sentence, @Nullable Path screenshot)
      implements Walk {}
}
