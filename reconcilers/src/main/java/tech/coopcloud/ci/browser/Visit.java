package tech.coopcloud.ci.browser;

import java.util.List;

/** How a visit to a page went. All texts that come from the page are cut short and cleaned. */
public sealed interface Visit {

  /**
   * The page opened.
   *
   * @param status HTTP status of the document
   * @param errors what the page's console complained of, and requests that failed, in sentences
   * @param failedAssets stylesheets and scripts of the page's own domain that did not load
   */
  record Opened(int status, String title, List<String> errors, List<FailedAsset> failedAssets)
      implements Visit {
    public Opened {
      errors = List.copyOf(errors);
      failedAssets = List.copyOf(failedAssets);
    }

    /** A page whose stylesheets and scripts all loaded. */
    public Opened(int status, String title, List<String> errors) {
      this(status, title, errors, List.of());
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
