package tech.coopcloud.ci.controller.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A page of the archive.
 *
 * @param recipe empty for all
 * @param older the address of the next page; empty when this is the last
 */
record ArchiveView(List<RunRow> runs, String recipe, String older) {
  private static final int PAGE = 50;

  static ArchiveView of(ArchivedRuns.Source source, String recipe, String after, Instant now) {
    ArchivedRuns page = source.of(recipe, after, PAGE);
    return new ArchiveView(
        page.runs().stream().map(run -> RunRow.of(run, now)).toList(),
        recipe,
        page.next().isEmpty()
            ? ""
            : "/archive?recipe=" + encoded(recipe) + "&after=" + encoded(page.next()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
