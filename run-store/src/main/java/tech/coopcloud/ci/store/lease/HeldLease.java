package tech.coopcloud.ci.store.lease;

import static tech.coopcloud.ci.store.lease.Election.LEASE;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.Lead;
import tech.coopcloud.ci.store.git.RemoteRegister;
import tech.coopcloud.ci.store.lease.TermFile.Term;

/**
 * The lease of a server that leads. While it is alone, the lease has no end, so that a remote which
 * is away stops nothing; once a standby has said that it is there, it ends when it cannot be
 * renewed.
 */
public final class HeldLease implements Lead, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeldLease.class);

  /** How often the time that is left is looked at, so that a stopped clock is no excuse. */
  private static final Duration TICK = Duration.ofMillis(50);

  private final Election election;
  private final TermFile term;
  private final boolean successor;
  private final Consumer<String> lost;
  private final Company company;
  private final AtomicBoolean over = new AtomicBoolean();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();

  /** Until when this server may act. */
  private volatile Until until;

  /** What is on the register; null when it was not seen there yet. */
  private @Nullable String version;

  private Lease lease;

  /** What was sent, and may get there or not. */
  private final Map<String, Sent> attempts = new HashMap<>();

  /** Whether the term file is about this term. */
  private boolean begun;

  private boolean closed;

  /**
   * @param endless whether time alone ends nothing
   * @param nanoTime when it ends else
   */
  private record Until(boolean endless, long nanoTime) {}

  private record Sent(Lease lease, long at) {}

  private HeldLease(
      Election election,
      TermFile term,
      @Nullable String version,
      Lease lease,
      long sent,
      boolean successor,
      Consumer<String> lost) {
    this.election = election;
    this.term = term;
    this.version = version;
    this.lease = lease;
    this.successor = successor;
    this.lost = lost;
    company = new Company(election);
    begun = version == null;
    until = until(lease, sent);
    Thread.ofVirtual().name("lease").start(this::keep);
    Thread.ofPlatform().daemon().name("lease-watchdog").start(this::watch);
  }

  /**
   * @param sent when it was sent to the register, which has accepted it
   */
  static HeldLease taken(
      Election election,
      TermFile term,
      Lease lease,
      long sent,
      boolean successor,
      Consumer<String> lost) {
    return new HeldLease(
        election, term, RemoteRegister.version(lease.text()), lease, sent, successor, lost);
  }

  /** The lease of one that led alone and does not reach the register now. */
  static HeldLease unconfirmed(Election election, TermFile term, Term last, Consumer<String> lost) {
    var now = election.clock().instant();
    Candidate me = election.candidate();
    return new HeldLease(
        election,
        term,
        null,
        new Lease(me.name(), null, me.installation(), now, now, last.transitions()),
        election.now(),
        false,
        lost);
  }

  private Until until(Lease of, long sent) {
    return new Until(of.isSolo(), sent + election.times().deadline().toNanos());
  }

  /** Whether this server may act. */
  public boolean isHeld() {
    Until now = until;
    return !over.get() && (now.endless || election.now() - now.nanoTime < 0);
  }

  /** Whether time alone ends nothing, since there is no standby. */
  boolean isEndless() {
    return until.endless;
  }

  @Override
  public void require() {
    if (!isHeld()) {
      expired();
      throw new IllegalStateException("this server does not lead any more");
    }
  }

  @Override
  public boolean isSuccessor() {
    return successor;
  }

  /**
   * Tells that this server's copy of the state is the leader's now.
   *
   * @throws IOException when that cannot be noted
   */
  public void begun() throws IOException {
    lock.lock();
    try {
      begun = true;
      note(isEndless()); // not what the lease says: one that ends may have been sent meanwhile
    } finally {
      lock.unlock();
    }
  }

  private void note(boolean solo) throws IOException {
    if (begun) {
      term.write(new Term(lease.transitions(), solo));
    }
  }

  @Override
  public boolean confirm() throws IOException {
    lock.lock();
    try {
      meet(true);
      return isHeld() && attempts.isEmpty() && version != null;
    } finally {
      lock.unlock();
    }
  }

  private void keep() {
    lock.lock();
    try {
      while (!closed && !over.get()) {
        Duration pause = lease.isSolo() ? election.times().rest() : election.times().renew();
        try {
          meet(false);
        } catch (IOException | RuntimeException e) {
          if (!lease.isSolo()) {
            log.warn("{}. Without it, this server leads no longer than its lease", e.getMessage());
          }
          log.debug("the lease was not looked at", e);
          pause = election.times().look();
        }
        var _ = closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      log.debug("nobody interrupts it", e);
    } finally {
      lock.unlock();
    }
  }

  /** Sees that the lease is there, who else is, and says again that it is held. */
  private void meet(boolean always) throws IOException {
    Map<String, String> versions = election.register().look();
    if (!isOurs(versions.get(LEASE)) || closed) {
      return;
    }
    for (String gone : company.see(versions)) {
      election.register().swap(gone, versions.remove(gone), null);
    }
    String own = versions.get(election.announcement());
    if (own != null) {
      election.register().swap(election.announcement(), own, null); // from when it was a standby
    }
    boolean alone = versions.keySet().stream().noneMatch(election::isOfAnother);
    if (always || !alone || !lease.isSolo() || !versions.containsKey(LEASE)) {
      send(lease.renewed(alone ? null : election.times().duration(), election.clock().instant()));
    }
  }

  private boolean isOurs(@Nullable String there) throws IOException {
    if (there == null) {
      version = null; // somebody removed it; whoever puts one there first has it
      return true;
    }
    if (there.equals(version)) {
      return true;
    }
    Sent arrived = attempts.get(there);
    if (arrived != null) {
      accepted(there, arrived);
      return true;
    }
    Lease theirs = Lease.parse(election.register().read(LEASE));
    if (version == null && election.candidate().name().equals(theirs.holder())) {
      version = there;
      return true;
    }
    end(
        "The lease of the state repository %s is another's, %s: this server stops at once"
            .formatted(
                election.register().where(),
                theirs.holder() == null ? "and was given back" : theirs.holder()));
    return false;
  }

  private void send(Lease next) throws IOException {
    String text = next.text();
    String sent = RemoteRegister.version(text);
    Sent attempt = new Sent(next, election.now());
    if (!next.isSolo() && until.endless) {
      // From here on the remote may have it, and who reads it there goes by it.
      note(false);
      until = until(next, attempt.at);
    }
    attempts.put(sent, attempt);
    if (election.register().swap(LEASE, version, text)) {
      accepted(sent, attempt);
    }
  }

  private void accepted(String now, Sent attempt) throws IOException {
    if (lease.isSolo() != attempt.lease.isSolo()) {
      log.info(
          attempt.lease.isSolo()
              ? "No standby is there any more: the lease has no end"
              : "A standby is there: the lease ends when it cannot be renewed");
    }
    version = now;
    lease = attempt.lease;
    attempts.clear();
    until = until(lease, attempt.at);
    note(lease.isSolo());
  }

  private void watch() {
    while (!over.get()) {
      if (!isHeld()) {
        expired();
      }
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  private void expired() {
    end(
        "The lease of the state repository %s could not be renewed in time, so that another server may lead: this one stops at once"
            .formatted(election.register().where()));
  }

  private void end(String sentence) {
    if (over.compareAndSet(false, true)) {
      lost.accept(sentence);
    }
  }

  /** Gives the lease back, so that whoever waits for it has it at once. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      closing.signalAll();
      if (over.compareAndSet(false, true)) {
        release();
      }
      term.close();
    } finally {
      lock.unlock();
    }
  }

  /** What the remote does not answer is kept: a lease without an end is gone on with. */
  private void release() {
    try {
      String there = election.register().look().get(LEASE);
      if (there != null && (there.equals(version) || attempts.containsKey(there))) {
        note(false);
        election.register().swap(LEASE, there, lease.released(election.clock().instant()).text());
      }
    } catch (IOException e) {
      log.info("The lease could not be given back: {}", e.getMessage());
    }
  }
}
