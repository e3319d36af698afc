package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.browser.Walk;
import tech.coopcloud.ci.check.Templates;
import tech.coopcloud.ci.check.Templates.UnknownPlaceholderException;
import tech.coopcloud.ci.model.BrowserStep;

/** Takes the steps of a check in the browser, and keeps its screenshots with the run's. */
final class BrowserChecks {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Tools tools;

  BrowserChecks(Tools tools) {
    this.tools = tools;
  }

  /** Blocks until every step is taken, or one fails. */
  MadeCheck make(RunView view, String check, List<BrowserStep> steps, Templates templates)
      throws IOException, InterruptedException {
    List<BrowserStep> filled = new ArrayList<>();
    try {
      for (BrowserStep step : steps) {
        filled.add(filled(step, templates));
      }
    } catch (UnknownPlaceholderException e) {
      return MadeCheck.bad(String.valueOf(e.getMessage()), null);
    }
    Path runs = tools.log(view).folder();
    Path own = Files.createTempDirectory(runs, ".steps");
    try {
      Walk walk =
          tools
              .browser()
              .walk(
                  tools.ingress().page(String.valueOf(view.status().domain()), "/"),
                  view.dependencyDomains(),
                  filled,
                  own,
                  PATIENCE);
      return made(check, steps.size(), walk, runs);
    } finally {
      Files.deleteIfExists(own);
    }
  }

  private static MadeCheck made(String check, int steps, Walk walk, Path runs) throws IOException {
    return switch (walk) {
      case Walk.Done done -> {
        String last = null;
        for (Path screenshot : done.screenshots()) {
          last = kept(check, screenshot, runs);
        }
        yield MadeCheck.good("All " + steps + " steps in the browser went as expected.", last);
      }
      case Walk.Failed failed -> {
        String file = failed.screenshot() == null ? null : kept(check, failed.screenshot(), runs);
        yield failed.infrastructure()
            ? MadeCheck.impossible(failed.sentence())
            : MadeCheck.bad(failed.sentence(), file);
      }
    };
  }

  /** Where the dashboard looks for it, under a name that no other check has. */
  private static String kept(String check, Path screenshot, Path runs) throws IOException {
    String name = "check-" + check + "-" + screenshot.getFileName();
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
    Files.move(screenshot, runs.resolve(plain), StandardCopyOption.REPLACE_EXISTING);
    return plain;
  }

  private static BrowserStep filled(BrowserStep step, Templates templates)
      throws UnknownPlaceholderException {
    return new BrowserStep(
        templates.fillIfThere(step.goTo()),
        templates.fillIfThere(step.fill()),
        templates.fillIfThere(step.click()),
        templates.fillIfThere(step.press()),
        templates.fillIfThere(step.value()),
        templates.fillIfThere(step.expectVisible()),
        templates.fillIfThere(step.expectText()),
        templates.fillIfThere(step.expectUrl()),
        step.screenshot());
  }

  /**
   * What came of it.
   *
   * @param impossible whether the machine, not the recipe, is to blame
   */
  record MadeCheck(
      boolean asExpected, boolean impossible, String sentence, @Nullable String screenshot) {
    static MadeCheck good(String sentence, @Nullable String screenshot) {
      return new MadeCheck(true, false, sentence, screenshot);
    }

    static MadeCheck bad(String sentence, @Nullable String screenshot) {
      return new MadeCheck(false, false, sentence, screenshot);
    }

    static MadeCheck impossible(String sentence) {
      return new MadeCheck(false, true, sentence, null);
    }
  }
}
