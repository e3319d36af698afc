package tech.coopcloud.ci.controller.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.Verdict;

/**
 * A page of the list of runs, newest first.
 *
 * @param filter what was chosen
 * @param recipes the names that may be chosen
 * @param page from 1
 * @param total how many runs match
 */
record RunsView(
    List<RunRow> runs,
    Filter filter,
    List<String> recipes,
    int page,
    int pages,
    int total,
    List<Problem> problems) {
  static final List<String> STATES = List.of("running", "passed", "failed", "unverified");
  private static final int PAGE = 50;
  static final Comparator<TestRun> NEWEST_FIRST =
      Comparator.comparing(
              (TestRun run) -> String.valueOf(run.getMetadata().getCreationTimestamp()))
          .thenComparing(run -> run.getMetadata().getName())
          .reversed();

  /**
   * @param recipe empty for all
   * @param state one of {@link #STATES}, or empty for all
   */
  record Filter(String recipe, String state) implements Predicate<TestRun> {
    @Override
    public boolean test(TestRun run) {
      if (!recipe.isEmpty() && !recipe.equals(Look.spec(run).recipe())) {
        return false;
      }
      Verdict verdict = Look.verdict(run);
      String here = verdict == null ? "running" : verdict.text().toLowerCase(Locale.ROOT);
      return state.isEmpty() || state.equals(here);
    }

    boolean any() {
      return !recipe.isEmpty() || !state.isEmpty();
    }
  }

  static RunsView of(
      Source source, Filter filter, int wanted, List<Problem> problems, Instant now) {
    List<TestRun> all = source.runs();
    List<TestRun> matching = all.stream().filter(filter).sorted(NEWEST_FIRST).toList();
    int pages = Math.max(1, (matching.size() + PAGE - 1) / PAGE);
    int page = Math.clamp(wanted, 1, pages);
    return new RunsView(
        matching.stream()
            .skip((page - 1L) * PAGE)
            .limit(PAGE)
            .map(run -> RunRow.of(run, now))
            .toList(),
        filter,
        Stream.of(
                all.stream().map(run -> Look.spec(run).recipe()),
                source.recipes().stream().map(recipe -> recipe.getMetadata().getName()),
                Stream.of(filter.recipe()))
            .flatMap(names -> names)
            .filter(name -> !name.isEmpty())
            .distinct()
            .sorted()
            .toList(),
        page,
        pages,
        matching.size(),
        problems);
  }

  /** The address of another page with the same filter. */
  String href(int other) {
    return "/?recipe="
        + URLEncoder.encode(filter.recipe, StandardCharsets.UTF_8)
        + "&state="
        + URLEncoder.encode(filter.state, StandardCharsets.UTF_8)
        + "&page="
        + other;
  }
}
