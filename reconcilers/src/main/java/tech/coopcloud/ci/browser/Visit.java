package tech.coopcloud.ci.browser;

import java.util.List;

/** How a visit to a page went. */
public sealed interface Visit {

  /**
   * The page opened.
   *
   * @param status HTTP status of the document
   * @param errors what the page's console complained of, and requests that failed, in sentences
   */
  record Opened(int status, String title, List<String> errors) implements Visit {
    public Opened {
      errors = List.copyOf(errors);
    }
  }

  /**
   * The page did not open.
   *
   * @param infrastructure whether the browser itself is to blame
   * @param sentence what went wrong
   */
  record Failed(boolean infrastructure, String sentence) implements Visit {}
}
