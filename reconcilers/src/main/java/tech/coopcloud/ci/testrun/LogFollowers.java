package tech.coopcloud.ci.testrun;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.swarm.Swarm;

/** Carries what containers write into the logs of their runs, while they run. */
final class LogFollowers implements AutoCloseable {
  private final Swarm swarm;
  private final Map<String, AutoCloseable> following = new ConcurrentHashMap<>();

  LogFollowers(Swarm swarm) {
    this.swarm = swarm;
  }

  /** Follows a run's containers, unless it is done already. */
  void ensure(String uid, RunLog log) {
    following.computeIfAbsent(uid, u -> swarm.followLogs(u, log::take));
  }

  void stop(String uid) {
    AutoCloseable follower = following.remove(uid);
    if (follower == null) {
      return;
    }
    try {
      follower.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the log of run " + uid + " is still being followed", e);
    }
  }

  @Override
  public void close() {
    following.keySet().forEach(this::stop);
  }
}
