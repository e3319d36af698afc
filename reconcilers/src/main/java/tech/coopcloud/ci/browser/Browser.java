package tech.coopcloud.ci.browser;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tech.coopcloud.ci.model.BrowserStep;

/** Opens pages of deployments, which are hostile. */
public interface Browser extends AutoCloseable {

  /**
   * Opens a page and takes a screenshot of it. The page reaches no other host than its own and
   * those named.
   *
   * @param others hosts of the same ingress
   * @param screenshot PNG file to write
   * @param timeout for the page to load
   */
  Visit visit(URI page, Set<String> others, Path screenshot, Duration timeout)
      throws InterruptedException;

  /** Opens a page that reaches its own host alone. */
  default Visit visit(URI page, Path screenshot, Duration timeout) throws InterruptedException {
    return visit(page, Set.of(), screenshot, timeout);
  }

  /**
   * Does what a person would, step by step, in a browser that knows nothing of earlier ones.
   *
   * @param base address of the deployment; steps go to paths below its host
   * @param others further hosts of the same ingress that its pages may lead to
   * @param steps with all placeholders in them resolved
   * @param screenshots folder for the screenshots, {@code NAME.png} each, and {@code failure.png}
   * @param timeout for all steps together
   */
  Walk walk(
      URI base, Set<String> others, List<BrowserStep> steps, Path screenshots, Duration timeout)
      throws InterruptedException;

  /** The same where pages lead to no other host. */
  default Walk walk(URI base, List<BrowserStep> steps, Path screenshots, Duration timeout)
      throws InterruptedException {
    return walk(base, Set.of(), steps, screenshots, timeout);
  }

  @Override
  void close();
}
