package tech.coopcloud.ci.testrun;

import java.net.URI;
import java.time.Duration;
import tech.coopcloud.ci.browser.Visit;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.StageState;
import tech.coopcloud.ci.model.TestRunStatus;

/** Opens the page in the browser and takes a screenshot. */
final class Browse implements Step {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SCREENSHOT = "install.png";

  private final Tools tools;

  Browse(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Outcome act(RunView view) throws Exception {
    RunLog log = tools.log(view);
    URI page =
        tools
            .ingress()
            .uri(
                String.valueOf(view.status().domain()),
                view.recipeSpec().healthOrDefault().pathOrDefault());
    Visit visit =
        tools
            .background()
            .take(
                view.uid(),
                "browse",
                () ->
                    tools
                        .effects()
                        .call(
                            "browse",
                            () ->
                                tools
                                    .browser()
                                    .visit(page, log.folder().resolve(SCREENSHOT), PATIENCE)));
    TestRunStatus status = view.status();
    if (visit == null) {
      return Outcome.lookAgain(status, LOOK);
    }
    return switch (visit) {
      case Visit.Opened opened -> {
        opened.errors().forEach(e -> log.say("Browser: " + e));
        String sentence =
            log.redactor().clean("The page opened in the browser: \"" + opened.title() + "\".");
        log.say(sentence);
        yield Outcome.goOn(
            status.withStage(
                view.install()
                    .withCheck(Check.passed(Checks.BROWSER, sentence).withScreenshot(SCREENSHOT))));
      }
      case Visit.Failed failed ->
          failed(view, log.redactor().clean(failed.sentence()), failed.infrastructure());
    };
  }

  private Outcome failed(RunView view, String sentence, boolean infrastructure) {
    tools.log(view).say(sentence);
    Check check =
        infrastructure
            ? Check.unverified(Checks.BROWSER, sentence)
            : Check.failed(Checks.BROWSER, sentence);
    return Outcome.goOn(
        Endings.end(
            view,
            view.status().withStage(view.install().withCheck(check)),
            infrastructure ? StageState.UNVERIFIED : StageState.FAILED,
            infrastructure ? Reason.INFRASTRUCTURE : Reason.BROWSER_FAILED,
            sentence));
  }
}
