package tech.coopcloud.ci.schedule;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.function.Consumer;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.simpl.RAMJobStore;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.spi.JobFactory;

/**
 * Wakes Schedules at a time of the wall clock, by Quartz: a clock that is put right, or a machine
 * that slept, is noticed. It holds nothing that the next start needs: each Schedule sets its alarm
 * anew when it is looked at.
 */
final class Alarm implements AutoCloseable {
  private static final String NAME = "cc-ci-schedules";

  private final Clock clock;
  private final Scheduler quartz;

  /**
   * @param wake is told which Schedule's time has come
   */
  Alarm(Clock clock, Consumer<ResourceID> wake) {
    this.clock = clock;
    try {
      StdSchedulerFactory factory = new StdSchedulerFactory();
      factory.initialize(settings());
      quartz = factory.getScheduler();
      quartz.setJobFactory(waking(wake));
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, NAME);
    settings.setProperty(StdSchedulerFactory.PROP_JOB_STORE_CLASS, RAMJobStore.class.getName());
    settings.setProperty(
        StdSchedulerFactory.PROP_THREAD_POOL_CLASS, SimpleThreadPool.class.getName());
    settings.setProperty("org.quartz.threadPool.threadCount", "1");
    settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    settings.setProperty(StdSchedulerFactory.PROP_SCHED_MAKE_SCHEDULER_THREAD_DAEMON, "true");
    return settings;
  }

  /** The one job there is: the trigger says for whom. */
  private static JobFactory waking(Consumer<ResourceID> wake) {
    return (fired, scheduler) ->
        context -> {
          TriggerKey key = fired.getTrigger().getKey();
          wake.accept(new ResourceID(key.getName(), key.getGroup()));
        };
  }

  void start() {
    try {
      quartz.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
  }

  /**
   * Wakes a Schedule once, at that time instead of any set before; at once where it has passed.
   *
   * @param when by the clock that was given
   */
  void set(ResourceID schedule, Instant when) {
    TriggerKey key = key(schedule);
    JobDetail job =
        JobBuilder.newJob(Job.class).withIdentity(key.getName(), key.getGroup()).build();
    Instant at = Instant.now().plus(Duration.between(clock.instant(), when));
    Trigger trigger =
        TriggerBuilder.newTrigger().withIdentity(key).forJob(job).startAt(Date.from(at)).build();
    try {
      quartz.deleteJob(job.getKey());
      quartz.scheduleJob(job, trigger);
    } catch (SchedulerException e) {
      throw new IllegalStateException("the alarm of " + schedule + " cannot be set", e);
    }
  }

  void clear(ResourceID schedule) {
    TriggerKey key = key(schedule);
    try {
      quartz.unscheduleJob(key);
    } catch (SchedulerException e) {
      throw new IllegalStateException("the alarm of " + schedule + " cannot be cleared", e);
    }
  }

  private static TriggerKey key(ResourceID schedule) {
    return new TriggerKey(schedule.getName(), schedule.getNamespace().orElse("default"));
  }

  @Override
  public void close() {
    try {
      quartz.shutdown(true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not stop", e);
    }
  }
}
