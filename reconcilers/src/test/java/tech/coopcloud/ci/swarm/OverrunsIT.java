package tech.coopcloud.ci.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a real swarm: what a service does when it wants more than it may have. */
class OverrunsIT {
  private final TestStack stack = new TestStack();
  private final DockerSwarm swarm = new DockerSwarm();

  @AfterEach
  void remove() {
    stack.remove(swarm, true);
    swarm.close();
  }

  @Test
  void aServiceThatUsesUpItsMemoryIsFound() {
    start("greedy", "tail /dev/zero");

    assertThat(overruns())
        .containsExactly(new Overrun(stack.name + "_greedy", Overrun.Kind.MEMORY, 64L << 20));
  }

  @Test
  void soIsOneThatGoesOnAfterAProcessOfItWasKilled() {
    start("survivor", "tail /dev/zero & wait; sleep 1000");

    assertThat(overruns())
        .containsExactly(new Overrun(stack.name + "_survivor", Overrun.Kind.MEMORY, 64L << 20));
  }

  @Test
  void aServiceThatStartsProcessesWithoutEndIsFound() {
    start("bomb", "i=0; while [ $i -lt 48 ]; do sleep 1000 & i=$((i+1)); done; sleep 1000");

    assertThat(overruns())
        .containsExactly(new Overrun(stack.name + "_bomb", Overrun.Kind.PROCESSES, 50));
  }

  @Test
  void aServiceThatKeepsToItsLimitsIsNot() {
    start("modest", "sleep 1000");
    await()
        .atMost(TestStack.PATIENCE)
        .until(
            () ->
                swarm.observe(stack.owner.runUid()).tasks().stream()
                    .anyMatch(task -> task.state().equals("running")));

    assertThat(swarm.overruns(stack.owner.runUid())).isEmpty();
  }

  private void start(String name, String script) {
    swarm.createNetwork(stack.network(), stack.owner);
    swarm.createService(
        stack.service(
            name, Map.of(), List.of(stack.network().name()), stack.plainContainer(script, null)),
        stack.owner);
  }

  private List<Overrun> overruns() {
    return await()
        .atMost(TestStack.PATIENCE)
        .until(() -> swarm.overruns(stack.owner.runUid()), found -> !found.isEmpty());
  }
}
