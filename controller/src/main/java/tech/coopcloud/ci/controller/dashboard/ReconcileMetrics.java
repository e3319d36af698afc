package tech.coopcloud.ci.controller.dashboard;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what the reconcilers do, by kind and by how it ended. */
final class ReconcileMetrics implements Metrics {
  private final Counter reconciles;

  ReconcileMetrics(Counter reconciles) {
    this.reconciles = reconciles;
  }

  @Override
  public void reconciliationSucceeded(HasMetadata resource, Map<String, Object> metadata) {
    count(resource, "success");
  }

  @Override
  public void reconciliationFailed(
      HasMetadata resource,
      @Nullable RetryInfo retry,
      Exception exception,
      Map<String, Object> metadata) {
    count(resource, "error");
  }

  private void count(HasMetadata resource, String result) {
    reconciles.labelValues(resource.getKind().toLowerCase(Locale.ROOT), result).inc();
  }
}
