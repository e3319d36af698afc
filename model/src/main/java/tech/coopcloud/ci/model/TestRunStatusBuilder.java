package tech.coopcloud.ci.model;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the next {@link TestRunStatus} from the last one. */
public final class TestRunStatusBuilder {
  private @Nullable Phase phase;
  private @Nullable StageName stage;
  private @Nullable String commit;
  private @Nullable String domain;
  private @Nullable String stackName;
  private @Nullable Integer queuePosition;
  private @Nullable List<StageStatus> stages;
  private @Nullable Integer level;
  private @Nullable String levelCap;
  private @Nullable List<Condition> conditions;
  private @Nullable String startedAt;
  private @Nullable String deployedAt;
  private @Nullable String deployingSince;
  private @Nullable List<Published> upgradeFrom;
  private @Nullable List<Dependency> dependencies;
  private @Nullable String finishedAt;
  private @Nullable Long observedGeneration;
  private @Nullable List<String> leftovers;
  private @Nullable ReportStatus report;

  TestRunStatusBuilder(TestRunStatus from) {
    this.phase = from.phase();
    this.stage = from.stage();
    this.commit = from.commit();
    this.domain = from.domain();
    this.stackName = from.stackName();
    this.queuePosition = from.queuePosition();
    this.stages = from.stages();
    this.level = from.level();
    this.levelCap = from.levelCap();
    this.conditions = from.conditions();
    this.startedAt = from.startedAt();
    this.deployedAt = from.deployedAt();
    this.deployingSince = from.deployingSince();
    this.upgradeFrom = from.upgradeFrom();
    this.dependencies = from.dependencies();
    this.finishedAt = from.finishedAt();
    this.observedGeneration = from.observedGeneration();
    this.leftovers = from.leftovers();
    this.report = from.report();
  }

  public TestRunStatusBuilder phase(@Nullable Phase value) {
    this.phase = value;
    return this;
  }

  public TestRunStatusBuilder stage(@Nullable StageName value) {
    this.stage = value;
    return this;
  }

  public TestRunStatusBuilder commit(@Nullable String value) {
    this.commit = value;
    return this;
  }

  public TestRunStatusBuilder domain(@Nullable String value) {
    this.domain = value;
    return this;
  }

  public TestRunStatusBuilder stackName(@Nullable String value) {
    this.stackName = value;
    return this;
  }

  public TestRunStatusBuilder queuePosition(@Nullable Integer value) {
    this.queuePosition = value;
    return this;
  }

  public TestRunStatusBuilder stages(@Nullable List<StageStatus> value) {
    this.stages = value;
    return this;
  }

  public TestRunStatusBuilder level(@Nullable Integer value) {
    this.level = value;
    return this;
  }

  public TestRunStatusBuilder levelCap(@Nullable String value) {
    this.levelCap = value;
    return this;
  }

  public TestRunStatusBuilder conditions(@Nullable List<Condition> value) {
    this.conditions = value;
    return this;
  }

  public TestRunStatusBuilder startedAt(@Nullable String value) {
    this.startedAt = value;
    return this;
  }

  public TestRunStatusBuilder deployedAt(@Nullable String value) {
    this.deployedAt = value;
    return this;
  }

  public TestRunStatusBuilder deployingSince(@Nullable String value) {
    this.deployingSince = value;
    return this;
  }

  public TestRunStatusBuilder upgradeFrom(@Nullable List<Published> value) {
    this.upgradeFrom = value;
    return this;
  }

  public TestRunStatusBuilder dependencies(@Nullable List<Dependency> value) {
    this.dependencies = value;
    return this;
  }

  public TestRunStatusBuilder finishedAt(@Nullable String value) {
    this.finishedAt = value;
    return this;
  }

  public TestRunStatusBuilder observedGeneration(@Nullable Long value) {
    this.observedGeneration = value;
    return this;
  }

  public TestRunStatusBuilder leftovers(@Nullable List<String> value) {
    this.leftovers = value;
    return this;
  }

  public TestRunStatusBuilder report(@Nullable ReportStatus value) {
    this.report = value;
    return this;
  }

  public TestRunStatus build() {
    return new TestRunStatus(
        phase,
        stage,
        commit,
        domain,
        stackName,
        queuePosition,
        stages,
        level,
        levelCap,
        conditions,
        startedAt,
        deployedAt,
        deployingSince,
        upgradeFrom,
        dependencies,
        finishedAt,
        observedGeneration,
        leftovers,
        report);
  }
}
