package tech.coopcloud.ci.controller.dashboard;

import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import tech.coopcloud.ci.image.ImagePolicy;
import tech.coopcloud.ci.image.PulledImages;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.model.Verdict;

/**
 * The numbers at {@code /metrics}, in the Prometheus text format. Runs are counted when they are
 * asked for.
 */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter reconciles;

  public Metrics(Source source) {
    GaugeWithCallback.builder()
        .name("cc_ci_runs")
        .help("Runs by phase.")
        .labelNames("phase")
        .callback(
            into ->
                byPhase(source)
                    .forEach(
                        (phase, count) -> into.call(count, phase.name().toLowerCase(Locale.ROOT))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("cc_ci_runs_done")
        .help("Finished runs that are kept, by verdict.")
        .labelNames("verdict")
        .callback(
            into ->
                byVerdict(source)
                    .forEach(
                        (verdict, count) ->
                            into.call(count, verdict.name().toLowerCase(Locale.ROOT))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("cc_ci_recipes")
        .help("Enrolled recipes.")
        .callback(into -> into.call(source.recipes().size()))
        .register(registry);
    reconciles =
        Counter.builder()
            .name("cc_ci_reconciles_total")
            .help("Reconciles by kind and how they ended.")
            .labelNames("kind", "result")
            .register(registry);
    JvmMemoryMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** To be handed to the operator, which tells it of every reconcile. */
  public io.javaoperatorsdk.operator.api.monitoring.Metrics reconciles() {
    return new ReconcileMetrics(reconciles);
  }

  /** Shows how many commits the store has made since it was opened. */
  public Metrics storeCommits(LongSupplier commits) {
    CounterWithCallback.builder()
        .name("cc_ci_store_commits_total")
        .help("Commits that the store made since it was opened.")
        .callback(into -> into.call((double) commits.getAsLong()))
        .register(registry);
    return this;
  }

  /** Shows how many problems of the state repository wait for a person. */
  public Metrics storeProblems(IntSupplier problems) {
    GaugeWithCallback.builder()
        .name("cc_ci_store_problems")
        .help("Problems of the state repository that a person has to mend.")
        .callback(into -> into.call(problems.getAsInt()))
        .register(registry);
    return this;
  }

  /** Shows what becomes of the images that cc-ci pulls. */
  public Metrics images(PulledImages images) {
    GaugeWithCallback.builder()
        .name("cc_ci_images")
        .help("Images in the engine that cc-ci pulled.")
        .callback(into -> into.call(images.count()))
        .register(registry);
    CounterWithCallback.builder()
        .name("cc_ci_images_pruned_total")
        .help("Images that cc-ci pulled and removed again, by why.")
        .labelNames("why")
        .callback(
            into -> {
              for (ImagePolicy.Why why : ImagePolicy.Why.values()) {
                into.call((double) images.pruned(why), why.name().toLowerCase(Locale.ROOT));
              }
            })
        .register(registry);
    return this;
  }

  /** For numbers that other parts add. */
  public PrometheusRegistry registry() {
    return registry;
  }

  void handle(Context context) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create()
        .write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Cache-Control", "no-store");
    context.contentType(PrometheusTextFormatWriter.CONTENT_TYPE);
    context.result(out.toByteArray());
  }

  private static Map<Phase, Integer> byPhase(Source source) {
    Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      counts.put(phase, 0);
    }
    for (TestRun run : source.runs()) {
      counts.merge(Look.status(run).phaseOrPending(), 1, Integer::sum);
    }
    return counts;
  }

  private static Map<Verdict, Integer> byVerdict(Source source) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, 0);
    }
    for (TestRun run : source.runs()) {
      Verdict verdict = Look.verdict(run);
      if (verdict != null) {
        counts.merge(verdict, 1, Integer::sum);
      }
    }
    return counts;
  }
}
