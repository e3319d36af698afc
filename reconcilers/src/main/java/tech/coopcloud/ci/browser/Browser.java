package tech.coopcloud.ci.browser;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Opens pages of deployments, which are hostile. */
public interface Browser extends AutoCloseable {

  /**
   * Opens a page and takes a screenshot of it. The page reaches no other host than its own.
   *
   * @param screenshot PNG file to write
   * @param timeout for the page to load
   */
  Visit visit(URI page, Path screenshot, Duration timeout) throws InterruptedException;

  @Override
  void close();
}
