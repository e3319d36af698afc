package tech.coopcloud.ci.store.lease;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.git.FaultyProxy;
import tech.coopcloud.ci.store.git.RemoteRegister;
import tech.coopcloud.ci.store.git.StateRemote;

/** A server that wants to lead, with a clock and a way to the Gitea of its own. */
final class Rival implements AutoCloseable {
  final FaultyProxy way;
  private final AtomicLong passed = new AtomicLong();

  /** What it was told when it lost the lease. */
  final List<String> lost = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final String name;
  private final StateRemote remote;
  private final LeaseTimes times;
  private final LongSupplier clock;
  private @Nullable Contender contender;
  private volatile @Nullable HeldLease held;

  /**
   * @param folder where each server has a folder by its name
   * @param clock for it time passes as it does there, and by {@link #pass}
   */
  Rival(
      Path folder,
      String name,
      URI gitea,
      URI state,
      Path token,
      LeaseTimes times,
      LongSupplier clock)
      throws IOException {
    this.folder = Files.createDirectories(folder.resolve(name));
    this.name = name;
    this.times = times;
    this.clock = clock;
    way = new FaultyProxy(gitea);
    remote = new StateRemote(way.of(state), token, Duration.ofHours(1));
  }

  /** Starts, as a process does; the one that ran before is dead or has ended. */
  Rival start() throws Exception {
    return start("installation", false);
  }

  Rival start(String installation, boolean takeOver) throws Exception {
    contender =
        Contender.enter(
            new Election(
                new RemoteRegister(remote),
                folder.resolve("term"),
                new Candidate(name, installation, takeOver),
                times,
                Clock.systemUTC(),
                () -> clock.getAsLong() + passed.get()));
    return this;
  }

  /** Whether it leads, after trying to. */
  boolean leads() throws LeaseException {
    if (held == null && contender != null) {
      held = contender().attempt(lost::add);
      if (held != null) {
        begun();
      }
    }
    return isHeld();
  }

  private void begun() {
    try {
      held().begun();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isUp() {
    return contender != null;
  }

  boolean isHeld() {
    HeldLease now = held;
    return now != null && now.isHeld();
  }

  HeldLease held() {
    return requireNonNull(held);
  }

  Contender contender() {
    return requireNonNull(contender);
  }

  /** Lets time pass for this one alone. */
  void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  /** Stops in an orderly way. */
  void stop() throws IOException {
    HeldLease now = held;
    if (now != null) {
      now.close();
    }
    held = null;
    lost.clear();
    if (contender != null) {
      contender.close();
      contender = null;
    }
  }

  /** Ends as {@code kill -9} does: nothing of it reaches the Gitea any more. */
  void kill() throws IOException {
    FaultyProxy.Mode before = way.mode;
    way.mode = FaultyProxy.Mode.FAILS;
    stop();
    way.mode = before;
  }

  @Override
  public void close() throws IOException {
    kill();
    way.close();
  }
}
