package tech.coopcloud.ci.browser;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tech.coopcloud.ci.model.BrowserStep;

/** Opens pages of deployments, which are hostile. */
public interface Browser extends AutoCloseable {

  /**
   * Opens a page and takes a screenshot of it. The page reaches no other host than its own.
   *
   * @param screenshot PNG file to write
   * @param timeout for the page to load
   */
  Visit visit(URI page, Path screenshot, Duration timeout) throws InterruptedException;

  /**
   * Does what a person would, step by step, in a browser that knows nothing of earlier ones.
   *
   * @param base address of the deployment; steps go to paths below its host
   * @param steps with all placeholders in them resolved
   * @param screenshots folder for the screenshots, {@code NAME.png} each, and {@code failure.png}
   * @param timeout for all steps together
   */
  Walk walk(URI base, List<BrowserStep> steps, Path screenshots, Duration timeout)
      throws InterruptedException;

  @Override
  void close();
}
