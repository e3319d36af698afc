package tech.coopcloud.ci.store.lease;

import static tech.coopcloud.ci.store.lease.Election.LEASE;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.RemoteRegister;
import tech.coopcloud.ci.store.lease.TermFile.Term;

/**
 * A server that does not lead yet. It says on the register that it is there, so that a leader which
 * was alone makes its lease one that ends, and takes the lease as soon as it may.
 */
public final class Contender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Contender.class);

  private final Election election;
  private final TermFile term;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();

  private @Nullable String version;
  private @Nullable Lease lease;
  private long changed;
  private boolean looked;
  private @Nullable String announced;
  private long announcedAt;
  private boolean handedOver;
  private boolean closed;
  private volatile String waiting;

  private Contender(Election election, TermFile term) {
    this.election = election;
    this.term = term;
    waiting = "asks " + election.register().where() + " who leads";
  }

  /**
   * Enters the election.
   *
   * @throws LeaseException when another process on this machine uses the data folder
   * @throws IOException when the data folder cannot be used
   */
  public static Contender enter(Election election) throws IOException, LeaseException {
    Path file = election.termFile();
    return new Contender(election, TermFile.open(file));
  }

  /** What it waits for, without a full stop. */
  public String waiting() {
    return waiting;
  }

  /**
   * Takes the lease if it may be taken now.
   *
   * @param lost is told, once, with a sentence, when the lease is lost: from then on this server
   *     must not act
   * @return null when it may not
   * @throws LeaseException when waiting is of no use
   */
  public @Nullable HeldLease attempt(Consumer<String> lost) throws LeaseException {
    lock.lock();
    try {
      HeldLease held = closed ? null : look(lost);
      handedOver = held != null;
      return held;
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #attempt}, until it may be taken.
   *
   * @return null when it was closed meanwhile
   */
  public @Nullable HeldLease await(Consumer<String> lost)
      throws LeaseException, InterruptedException {
    lock.lock();
    try {
      HeldLease held = null;
      while (!closed && held == null) {
        held = attempt(lost);
        if (held == null) {
          var _ = closing.await(pause().toNanos(), TimeUnit.NANOSECONDS);
        }
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Until the next look, which is no later than when the lease may be taken. */
  private Duration pause() {
    Duration look = election.times().look();
    Duration lasts = lease == null ? null : lease.duration();
    if (lasts == null) {
      return look;
    }
    Duration left = lasts.plusMillis(1).minusNanos(election.now() - changed);
    return left.isPositive() && left.compareTo(look) < 0 ? left : look;
  }

  private @Nullable HeldLease look(Consumer<String> lost) throws LeaseException {
    Term last = term.read();
    try {
      Map<String, String> versions = election.register().look();
      see(versions.get(LEASE));
      looked = true;
      Duration unchanged = Duration.ofNanos(election.now() - changed);
      return switch (Claim.of(
          lease, election.candidate(), unchanged, election.times().patience())) {
        case Claim.Take _ -> take(versions, lost);
        case Claim.Refuse(String sentence) -> throw new LeaseException(sentence);
        case Claim.Wait(String sentence) -> {
          say(sentence);
          announce(versions);
          yield null;
        }
      };
    } catch (IOException e) {
      String what = String.valueOf(e.getMessage());
      if (last == null && !looked) {
        throw new LeaseException(
            what + ". It has to answer before this server starts here for the first time", e);
      }
      if (last != null && last.solo() && !looked) {
        log.warn("{}. This server led alone, and goes on", what);
        return HeldLease.unconfirmed(election, term, last, lost);
      }
      say(what + "; until it answers, nobody knows who leads");
      return null;
    }
  }

  private void say(String sentence) {
    if (!sentence.equals(waiting)) {
      log.info("Does not lead: {}", sentence);
      waiting = sentence;
    }
  }

  private void see(@Nullable String now) throws IOException {
    if (looked && Objects.equals(now, version)) {
      return;
    }
    if (now != null) {
      lease = Lease.parse(election.register().read(LEASE));
    } // else somebody removed it, and who held it may not know yet
    version = now;
    changed = election.now();
  }

  private @Nullable HeldLease take(Map<String, String> versions, Consumer<String> lost)
      throws IOException {
    Lease before = lease;
    boolean alone = versions.keySet().stream().noneMatch(election::isOfAnother);
    Lease next =
        Lease.after(
            before,
            election.candidate(),
            alone ? null : election.times().duration(),
            election.clock().instant());
    Term last = term.read();
    if (last != null) {
      // Whether the remote has it is not known before it answers.
      term.write(new Term(last.transitions(), false));
    }
    long sent = election.now();
    if (!election.register().swap(LEASE, version, next.text())) {
      return null;
    }
    boolean successor =
        before != null && (last == null || last.transitions() != before.transitions());
    log.info("Leads on {}", election.register().where());
    return HeldLease.taken(election, term, next, sent, successor, lost);
  }

  /** Says that it is there, again and again so that a leader knows when it is gone. */
  private void announce(Map<String, String> versions) throws IOException {
    String name = election.announcement();
    String there = versions.get(name);
    if (there != null
        && there.equals(announced)
        && election.now() - announcedAt < election.times().announce().toNanos()) {
      return;
    }
    String text = election.candidate().name() + " was here at " + election.clock().instant() + "\n";
    announced = RemoteRegister.version(text);
    announcedAt = election.now();
    election.register().swap(name, there, text);
  }

  private void withdraw() {
    if (announced == null) {
      return;
    }
    try {
      String name = election.announcement();
      String there = election.register().look().get(name);
      if (there != null) {
        election.register().swap(name, there, null);
      }
    } catch (IOException e) {
      log.debug("the announcement stays, and counts for nothing after a while", e);
    }
  }

  /** Waits no more. What it has led to is closed by itself. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      closing.signalAll();
      if (!handedOver) {
        withdraw();
        term.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
