package tech.coopcloud.ci.testrun;

import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;
import tech.coopcloud.ci.browser.FailedAsset;
import tech.coopcloud.ci.browser.Visit;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Check;
import tech.coopcloud.ci.model.Reason;

/** Opens the page in the browser and takes a screenshot. */
final class Browse implements Step<Decision.Browse> {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Tools tools;
  private final Results results;

  Browse(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  @Override
  public Outcome act(RunView view, Decision.Browse todo) throws Exception {
    RunLog log = tools.log(view);
    String file = todo.screenshot() + ".png";
    URI page =
        tools
            .ingress()
            .page(
                String.valueOf(view.status().domain()),
                view.recipeSpec().healthOrDefault().pathOrDefault());
    Visit visit =
        tools
            .background()
            .take(
                view.uid(),
                todo.check(),
                () ->
                    tools
                        .effects()
                        .call(
                            "browse",
                            () ->
                                tools
                                    .browser()
                                    .visit(
                                        page,
                                        view.dependencyDomains(),
                                        log.folder().resolve(file),
                                        PATIENCE)));
    if (visit == null) {
      return Outcome.lookAgain(view.status(), LOOK);
    }
    return switch (visit) {
      case Visit.Opened opened -> {
        opened.errors().forEach(e -> log.say("Browser: " + e));
        if (!opened.failedAssets().isEmpty()) {
          yield results.failed(
              view,
              todo,
              Reason.ASSET_MISSING,
              "Parts of the page are missing. "
                  + opened.failedAssets().stream()
                      .map(FailedAsset::sentence)
                      .collect(Collectors.joining(" ")));
        }
        String sentence =
            log.redactor().clean("The page opened in the browser: \"" + opened.title() + "\".");
        log.say(sentence);
        yield results.with(view, Check.passed(todo.check(), sentence).withScreenshot(file));
      }
      case Visit.Failed failed ->
          failed.infrastructure()
              ? results.unverified(view, todo, Reason.INFRASTRUCTURE, failed.sentence())
              : results.failed(view, todo, Reason.BROWSER_FAILED, failed.sentence());
    };
  }
}
