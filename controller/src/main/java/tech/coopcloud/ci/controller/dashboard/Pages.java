package tech.coopcloud.ci.controller.dashboard;

import static tech.coopcloud.ci.controller.dashboard.Text.text;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.model.Schedule;
import tech.coopcloud.ci.model.TestRun;

/** The pages for people. */
final class Pages {
  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
  private static final String PACKAGE = "tech.coopcloud.ci.controller.dashboard";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE);
  private final Source source;
  private final RunFiles files;
  private final ArchivedRuns.Source archive;
  private final Supplier<List<Problem>> problems;
  private final Assets assets;
  private final Clock clock;

  Pages(
      Source source,
      RunFiles files,
      ArchivedRuns.Source archive,
      Supplier<List<Problem>> problems,
      Assets assets,
      Clock clock) {
    this.source = source;
    this.files = files;
    this.archive = archive;
    this.problems = problems;
    this.assets = assets;
    this.clock = clock;
  }

  void runs(Context context) {
    String state = text(context.queryParam("state"));
    RunsView.Filter filter =
        new RunsView.Filter(
            text(context.queryParam("recipe")), RunsView.STATES.contains(state) ? state : "");
    RunsView view =
        RunsView.of(source, filter, number(context.queryParam("page")), problems.get(), now());
    render(context, "runs.jte", "Runs", Map.of("view", view));
  }

  void run(Context context) {
    String namespace = context.pathParam("namespace");
    String name = context.pathParam("name");
    Optional<TestRun> run = source.run(namespace, name);
    if (run.isEmpty()) {
      error(
          context,
          404,
          "No such run",
          "There is no run " + namespace + "/" + name + ". It may have been deleted.");
      return;
    }
    boolean complete = files.complete(namespace, name);
    LogView log =
        files
            .log(namespace, name)
            .map((Path file) -> LogView.read(file, complete))
            .orElse(LogView.none());
    render(context, "run.jte", name, Map.of("view", RunView.of(run.get(), log, files, now())));
  }

  void archive(Context context) {
    ArchiveView view =
        ArchiveView.of(
            archive, text(context.queryParam("recipe")), text(context.queryParam("after")), now());
    render(context, "archive.jte", "Archive", Map.of("view", view));
  }

  void recipes(Context context) {
    render(context, "recipes.jte", "Recipes", Map.of("view", RecipesView.of(source)));
  }

  void schedules(Context context) {
    render(context, "schedules.jte", "Schedules", Map.of("view", SchedulesView.of(source, now())));
  }

  void schedule(Context context) {
    String namespace = context.pathParam("namespace");
    String name = context.pathParam("name");
    Optional<Schedule> schedule =
        source.schedules().stream()
            .filter(known -> name.equals(known.getMetadata().getName()))
            .filter(known -> namespace.equals(known.getMetadata().getNamespace()))
            .findFirst();
    if (schedule.isEmpty()) {
      error(
          context,
          404,
          "No such Schedule",
          "There is no Schedule " + namespace + "/" + name + ". It may have been deleted.");
      return;
    }
    render(
        context,
        "schedule.jte",
        name,
        Map.of("view", ScheduleView.of(schedule.get(), source.runs(), now())));
  }

  void error(Context context, int code, String title, String sentence) {
    context.status(code);
    render(context, "error.jte", title, Map.of("sentence", sentence));
  }

  /** A defect of ours: the log has the details, the page has not. */
  void failed(Context context, RuntimeException e) {
    LOG.error("the page {} could not be made", context.path(), e);
    error(
        context,
        500,
        "This page could not be made",
        "That is a defect of cc-ci; its log says more. Other pages may still work.");
  }

  private void render(Context context, String template, String title, Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("title", title);
    all.put("assets", assets);
    StringOutput out = new StringOutput();
    engine.render(template, all, out);
    Headers.secure(context);
    context.header("Cache-Control", "no-store");
    context.contentType("text/html; charset=utf-8");
    context.result(out.toString());
  }

  private Instant now() {
    return clock.instant();
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? 1 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
