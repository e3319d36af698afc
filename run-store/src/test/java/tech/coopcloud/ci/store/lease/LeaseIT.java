package tech.coopcloud.ci.store.lease;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.gitea.Gitea;
import tech.coopcloud.ci.gitea.PrivateFile;
import tech.coopcloud.ci.store.git.FaultyProxy;
import tech.coopcloud.ci.store.git.RemoteRegister;
import tech.coopcloud.ci.store.git.StateRemote;

/** Servers that want to lead on one state repository on a real Gitea, and what comes between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaseIT {
  /** As in production, but looking often, since each server's clock is moved by hand. */
  private static final LeaseTimes TIMES =
      new LeaseTimes(
          LeaseTimes.DEFAULT.duration(),
          LeaseTimes.DEFAULT.deadline(),
          Duration.ofMillis(200),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          LeaseTimes.DEFAULT.announce(),
          Duration.ofSeconds(20),
          LeaseTimes.DEFAULT.patience());

  @TempDir private static Path folder;
  private Gitea gitea = null;
  private Path token = null;
  private URI state = null;
  private Path data = null;
  private final List<Rival> rivals = new ArrayList<>();

  @BeforeAll
  void start() throws IOException {
    gitea = Gitea.start(folder.resolve("gitea"));
    token = PrivateFile.of(folder.resolve("token"), gitea.user("bot"));
  }

  @AfterAll
  void stop() {
    gitea.close();
  }

  @BeforeEach
  void repository(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    state = gitea.repository("bot", name.substring(0, Math.min(40, name.length())), true);
    data = folder.resolve(name);
  }

  @AfterEach
  void end() throws IOException {
    for (Rival rival : rivals) {
      rival.close();
    }
    rivals.clear();
  }

  private Rival rival(String name) throws IOException {
    return rival(name, TIMES, () -> 0);
  }

  private Rival rival(String name, LeaseTimes times, LongSupplier clock) throws IOException {
    Rival rival = new Rival(data, name, gitea.url(), state, token, times, clock);
    rivals.add(rival);
    return rival;
  }

  /** Starts a server that leads, as soon as Gitea has answered in the few seconds that it has. */
  private static void lead(Rival one) throws Exception {
    one.start();
    patiently().ignoreException(LeaseException.class).until(one::leads);
  }

  /** Two servers, of which the other has said that it is there and the first has seen it. */
  private void together(Rival one, Rival other) throws Exception {
    lead(one);
    other.start();
    patiently().until(() -> !other.leads() && !Lease.parse(register().read("lease")).isSolo());
  }

  @Test
  void aLeaderThatDiesIsFollowedWhenItsLeaseWasSeenUnchangedForLong() throws Exception {
    Rival one = rival("one");
    Rival other = rival("other");
    together(one, other);
    one.kill();

    assertThat(other.leads()).as("right after").isFalse();
    assertThat(other.contender().waiting()).isEqualTo("standby of one");
    patiently().until(() -> pass(other));
    assertThat(other.held().isSuccessor()).isTrue();

    one.start();
    assertThat(one.leads()).isFalse();
    assertThat(one.contender().waiting()).isEqualTo("standby of other");
    other.stop();
    patiently().until(one::leads);
    assertThat(one.held().isSuccessor()).isTrue();
  }

  /** Lets as much time pass as a lease lasts; whether the server leads then. */
  private static boolean pass(Rival rival) throws Exception {
    rival.pass(TIMES.duration());
    return rival.leads();
  }

  @Test
  void aLeaderThatRenewsIsNeverFollowedAlsoWhenAnswersAreLost() throws Exception {
    Rival one = rival("one");
    Rival other = rival("other");
    together(one, other);
    for (FaultyProxy.Mode mode : List.of(FaultyProxy.Mode.HONEST, FaultyProxy.Mode.LOSES_ANSWERS)) {
      one.way.mode = mode;
      for (int i = 0; i < 2; i++) {
        renewed();
        assertThat(other.leads()).isFalse();
        one.pass(TIMES.deadline().minusSeconds(1));
        other.pass(TIMES.duration().minusSeconds(1));
      }
    }
    renewed();
    assertThat(one.isHeld()).isTrue();

    patiently()
        .ignoreExceptionsInstanceOf(IOException.class) // of a push that meets one of the leader
        .until(() -> register().swap("lease", register().look().get("lease"), null));
    renewed();
    assertThat(other.leads()).isFalse();
    assertThat(Lease.parse(register().read("lease")).holder()).isEqualTo("one");
    assertThat(one.lost).isEmpty();
  }

  private static ConditionFactory patiently() {
    return await().pollInterval(Duration.ofMillis(20));
  }

  private RemoteRegister register() {
    return new RemoteRegister(new StateRemote(state, token, Duration.ofHours(1)));
  }

  /**
   * Waits until the leader has renewed its lease and knows that. The first change after this call
   * may have been sent before it, the second was sent after it, and the third tells that the leader
   * has seen the second arrive, since it says which lease it follows.
   */
  private void renewed() throws IOException {
    for (int i = 0; i < 3; i++) {
      String before = String.valueOf(register().look().get("lease"));
      patiently().until(() -> !before.equals(String.valueOf(register().look().get("lease"))));
    }
  }

  @Test
  void aStandbyThatDiesLeavesALeaseWithoutAnEnd() throws Exception {
    Rival one = rival("one");
    Rival other = rival("other");
    together(one, other);
    other.kill();
    for (int i = 0; i < 5; i++) {
      renewed();
      one.pass(TIMES.gone().dividedBy(4));
    }
    patiently().until(() -> one.held().isEndless() && register().look().size() == 1);
    assertThat(register().look()).containsOnlyKeys("lease");
  }

  @Test
  void aLeaderThatIsAloneGoesOnWhileTheGiteaIsAwayAlsoOverARestart() throws Exception {
    Rival one = rival("one");
    lead(one);
    one.way.mode = FaultyProxy.Mode.FAILS;
    one.pass(Duration.ofHours(1));
    assertThat(one.isHeld()).isTrue();
    one.stop();
    assertThat(one.start().leads()).isTrue();
    assertThat(one.held().isSuccessor()).isFalse();

    Rival other = rival("other").start();
    assertThat(other.leads()).isFalse();
    other.pass(TIMES.patience());
    patiently()
        .untilAsserted(
            () -> {
              other.pass(TIMES.patience());
              assertThat(other.leads()).isFalse();
              assertThat(other.contender().waiting())
                  .contains("one leads", "does not answer", "--take-over");
            });

    one.way.mode = FaultyProxy.Mode.HONEST;
    patiently().until(() -> !one.held().isEndless());
    assertThat(one.isHeld()).isTrue();
    patiently().until(() -> !other.leads() && other.contender().waiting().equals("standby of one"));
  }

  @Test
  void aLeaderThatCannotRenewStopsBeforeItsStandbyLeads() throws Exception {
    Rival one = rival("one");
    Rival other = rival("other");
    together(one, other);
    one.way.mode = FaultyProxy.Mode.FAILS;
    assertThat(one.isHeld()).isTrue();
    one.pass(TIMES.deadline());
    assertThat(one.isHeld()).isFalse();
    assertThatThrownBy(() -> one.held().require()).isInstanceOf(IllegalStateException.class);
    patiently().untilAsserted(() -> assertThat(one.lost).hasSize(1));
    assertThat(one.lost.getFirst()).contains("could not be renewed in time");

    one.way.mode = FaultyProxy.Mode.HONEST;
    one.pass(TIMES.deadline().negated());
    assertThat(one.isHeld()).as("it is over for good").isFalse();
    patiently().until(() -> pass(other));
  }

  @Test
  void aLeaderWhoseStandbyCameWhileItWasStartingDoesNotTakeItsLeaseForEndlessAfterARestart()
      throws Exception {
    LeaseTimes once =
        new LeaseTimes(
            TIMES.duration(),
            TIMES.deadline(),
            TIMES.renew(),
            Duration.ofHours(1), // after an answer that was lost
            TIMES.rest(),
            TIMES.announce(),
            TIMES.gone(),
            TIMES.patience());
    Rival one = rival("one", once, () -> 0);
    HeldLease starting = requireNonNull(one.start().contender().attempt(one.lost::add));
    one.way.mode = FaultyProxy.Mode.LOSES_ANSWERS;
    Rival other = rival("other").start();
    patiently().until(() -> !other.leads() && !Lease.parse(register().read("lease")).isSolo());

    one.way.mode = FaultyProxy.Mode.FAILS;
    starting.begun();
    starting.close();
    one.stop();
    patiently().until(() -> pass(other));
    assertThat(one.start().leads()).isFalse();
  }

  @Test
  void aServerThatWasTakenForGoneForGoodStopsWhenItSeesThat() throws Exception {
    Rival one = rival("one");
    lead(one);
    one.way.mode = FaultyProxy.Mode.FAILS;
    Rival other = rival("other").start("installation", true);
    assertThat(other.leads()).isFalse();
    other.pass(TIMES.patience().plusSeconds(1));
    patiently().until(other::leads);

    one.way.mode = FaultyProxy.Mode.HONEST;
    patiently().untilAsserted(() -> assertThat(one.lost).hasSize(1));
    assertThat(one.lost.getFirst()).contains("is another's, other");
    one.kill();
    assertThat(one.start().leads()).isFalse();
  }

  @Test
  void aServerOfAnotherInstallationIsRefused() throws Exception {
    Rival one = rival("one");
    lead(one);
    Rival stranger = rival("stranger").start("another", false);
    assertThatThrownBy(stranger::leads)
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining("one leads")
        .hasMessageContaining("controller-id or secrets.key: copy both");
    assertThatThrownBy(() -> rival("one").start())
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining("in use by another cc-ci process");

    one.stop();
    patiently().until(stranger::leads);
  }

  @Test
  void whateverComesBetweenTwoNeverLeadAtOnce() throws Exception {
    LeaseTimes hasty =
        new LeaseTimes(
            Duration.ofSeconds(2),
            Duration.ofMillis(1_400),
            Duration.ofMillis(300),
            Duration.ofMillis(40),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMillis(500));
    List<Rival> three =
        List.of(
            rival("a", hasty, System::nanoTime),
            rival("b", hasty, System::nanoTime),
            rival("c", hasty, System::nanoTime));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TreeSet<Integer> led = new TreeSet<>();
    for (Rival rival : three) {
      rival.start();
    }
    long begun = System.nanoTime();
    long enough = begun + Duration.ofSeconds(4).toNanos();
    long tooLong = begun + Duration.ofMinutes(5).toNanos();
    while (System.nanoTime() < enough || (led.size() < 2 && System.nanoTime() < tooLong)) {
      int one = random.nextInt(3);
      Rival rival = three.get(one);
      rival.way.mode = FaultyProxy.Mode.values()[random.nextInt(3)];
      if (!rival.isUp()) {
        rival.start();
      } else if (!rival.lost.isEmpty() || random.nextInt(6) == 0) {
        rival.stop();
      }
      for (int i = 0; i < 3; i++) {
        tried(three.get(i));
        if (three.get(i).isHeld()) {
          led.add(i);
        }
      }
      for (Rival first : three) {
        for (Rival second : three) {
          boolean both = first != second && first.isHeld() && second.isHeld() && first.isHeld();
          assertThat(both).as("seed %d", seed).isFalse();
        }
      }
      LockSupport.parkNanos(random.nextInt(20_000_000));
    }
    assertThat(led).as("seed %d", seed).hasSizeGreaterThan(1);
  }

  private static void tried(Rival rival) {
    try {
      rival.leads();
    } catch (LeaseException e) {
      assertThat(e).hasMessageContaining("for the first time");
    }
  }
}
