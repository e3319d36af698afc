package tech.coopcloud.ci.schedule;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Clock;
import java.time.Duration;
import tech.coopcloud.ci.event.EventRecorder;
import tech.coopcloud.ci.model.Recipe;
import tech.coopcloud.ci.operator.Operators;
import tech.coopcloud.ci.source.SourceFetcher;

/** Starts runs when the times of Schedules come, and when versions are published. */
public final class ScheduleController implements AutoCloseable {
  /** Runs in hand are started when cc-ci stops, unless a repository takes longer than this. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  private final Operator operator;
  private final EventRecorder events;
  private final Alarm alarm;

  /**
   * @param tagHints says of which Recipes a version may have been published now
   */
  public ScheduleController(
      KubernetesClient client,
      SharedIndexInformer<Recipe> recipes,
      SourceFetcher sources,
      EventSource<?, Recipe> tagHints,
      Metrics metrics,
      Clock clock) {
    Wakeups wakeups = new Wakeups();
    this.events = new EventRecorder(client);
    this.alarm = new Alarm(clock, wakeups::wake);
    this.operator = Operators.of(client, metrics, "schedule-", LAST_LOOK);
    Launch launch = new Launch(client, sources);
    operator.register(
        new ScheduleReconciler(new Recipes(recipes), launch, alarm, events, wakeups, clock),
        c -> c.watchingAllNamespaces().withRetry(patientRetry()));
    operator.register(
        new TagReconciler(client, sources, launch, events, tagHints),
        c -> c.watchingAllNamespaces().withRetry(patientRetry()));
    recipes.addEventHandler(wakeups);
  }

  /** Begins. The informer has its first list by now. */
  public void start() {
    alarm.start();
    operator.start();
  }

  private static Retry patientRetry() {
    return Operators.patientRetry(Duration.ofMillis(500), Duration.ofMinutes(1));
  }

  @Override
  public void close() {
    alarm.close();
    operator.stop();
    events.close();
  }
}
