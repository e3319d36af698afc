package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.Exchange.Move;
import tech.coopcloud.ci.store.git.Exchange.Outcome;
import tech.coopcloud.ci.store.git.Exchange.Tips;
import tech.coopcloud.ci.store.object.Problem;

/**
 * Keeps the repository and its remote equal, on a thread of its own: what others push there is
 * fetched and taken in, what is committed here is pushed, many commits at once. Whatever is wrong
 * with the remote stops nothing here; it is said, and tried again with growing pauses.
 */
final class RemoteSync implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RemoteSync.class);

  /** From the end of one push to the next, which takes along all that came meanwhile. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /** An exchange that lasts longer is told of. */
  private static final Duration LONG = Duration.ofMinutes(1);

  /** How long the last push may take at the end. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private static final String UNTOLD = "CommitsUntold";

  /** How often others may be faster before there is a pause. */
  private static final int ROUNDS = 20;

  private final GitReader git;
  private final StateRemote remote;
  private final Refs refs;
  private final Lead lead;
  private final TakeIn takeIn;
  private final Arrivals arrivals;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private boolean asked = true;
  private boolean committed;
  private boolean closed;
  private int failures;
  private long nextLook = System.nanoTime();
  private long nextPush = System.nanoTime();

  private @Nullable Tips known;
  private final Map<String, Problem> notes = new ConcurrentSkipListMap<>();
  private volatile @Nullable Problem trouble;
  private volatile @Nullable Instant since;

  /** Makes the store look at what was fetched. */
  interface TakeIn {
    void run() throws InterruptedException;
  }

  RemoteSync(
      GitReader git, StateRemote remote, Refs refs, Lead lead, TakeIn takeIn, Arrivals arrivals) {
    this.git = git;
    this.remote = remote;
    this.refs = refs;
    this.lead = lead;
    this.takeIn = takeIn;
    this.arrivals = arrivals;
    thread = Thread.ofVirtual().name("remote-sync").start(this::run);
  }

  /** Looks at the remote at once, whatever pause there was to be. */
  void look() {
    signal(() -> asked = true);
  }

  /** Tells that there is something to push. */
  void committed() {
    signal(() -> committed = true);
  }

  private void signal(Runnable change) {
    lock.lock();
    try {
      change.run();
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is wrong between the two sides. */
  List<Problem> problems() {
    List<Problem> all = new ArrayList<>();
    Problem now = trouble;
    Instant begun = since;
    if (now != null) {
      all.add(now);
    } else if (begun != null && begun.plus(LONG).isBefore(Instant.now())) {
      all.add(
          problem(
              "RemoteSlow",
              "The state repository " + remote.uri() + " takes longer than a minute to answer"));
    }
    all.addAll(notes.values());
    return all;
  }

  private static Problem problem(String reason, String what) {
    return new Problem(
        "", null, reason, what + ". Runs go on; both sides are made equal as soon as it can be");
  }

  private void run() {
    boolean more = true;
    while (more) {
      try {
        Boolean look = await();
        more = look != null;
        if (look != null) {
          meet(look);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Waits for something to do: true to look first, false only to push, null to end. */
  private @Nullable Boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          boolean last = committed;
          committed = false;
          return last ? Boolean.FALSE : null;
        }
        long now = System.nanoTime();
        boolean look = asked || now - nextLook >= 0;
        boolean push = committed && failures == 0 && now - nextPush >= 0;
        if (look || push) {
          asked = false;
          committed = false;
          return look;
        }
        long due = nextLook - now;
        if (committed && failures == 0) {
          due = Math.min(due, nextPush - now);
        }
        wake.awaitNanos(due);
      }
    } finally {
      lock.unlock();
    }
  }

  private void meet(boolean look) throws InterruptedException {
    since = Instant.now();
    try {
      meet(Exchange.begin(git, remote), look);
      well(look);
    } catch (RemoteException e) {
      failed(e.reason(), String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      failed("RemoteFails", "Nothing can be exchanged with " + remote.uri() + ": " + e);
      log.debug("the exchange failed", e);
    } finally {
      since = null;
    }
  }

  private void well(boolean looked) {
    long now = System.nanoTime();
    lock.lock();
    try {
      failures = 0;
      nextPush = now + PAUSE.toNanos();
      if (looked) {
        nextLook = now + remote.poll().toNanos();
      }
    } finally {
      lock.unlock();
    }
    if (trouble != null) {
      trouble = null;
      log.info("The state repository {} is equal again", remote.uri());
    }
  }

  private void failed(String reason, String what) {
    lock.lock();
    try {
      failures++;
      committed = true;
      long pause = FIRST_RETRY.toNanos() << Math.min(failures - 1, 10);
      nextLook = System.nanoTime() + Math.min(pause, LAST_RETRY.toNanos());
      if (closed) {
        committed = false;
      }
    } finally {
      lock.unlock();
    }
    Problem now = problem(reason, what);
    if (!now.equals(trouble)) {
      log.warn("{}", now.message());
      trouble = now;
    }
  }

  private void meet(Exchange exchange, boolean look) throws IOException, InterruptedException {
    boolean stale = look;
    for (int round = 0; round < ROUNDS; round++) {
      Tips tips = known;
      if (stale || tips == null) {
        tips = fetch(exchange);
      }
      if (push(exchange, tips) == Outcome.DONE) {
        if (stale) {
          tell(exchange);
        }
        return;
      }
      stale = true;
    }
    throw RemoteException.crowded(remote.uri());
  }

  /** That it cannot be told of is no reason to exchange nothing. */
  private void tell(Exchange exchange) throws IOException {
    ObjectId theirs = known == null ? null : known.main();
    ObjectId ours = refs.read(MainBranch.REF);
    if (theirs == null || ours == null || !exchange.descends(ours, theirs)) {
      return; // not taken in yet
    }
    try {
      exchange.tell(arrivals, theirs);
      notes.remove(UNTOLD);
    } catch (IOException e) {
      note(
          UNTOLD,
          "Commits of %s were taken in, but not told so: %s"
              .formatted(remote.uri(), e.getMessage()));
    }
  }

  private Tips fetch(Exchange exchange) throws IOException, InterruptedException {
    Tips tips = exchange.look();
    if (!tips.equals(known)) {
      ObjectId before = refs.read(StateRemote.MAIN);
      exchange.fetch(tips);
      if (before != null && !before.equals(tips.main())) {
        judge(exchange, before, tips.main());
      }
      takeIn.run();
      known = tips;
    }
    return tips;
  }

  /** Says so when the remote's {@code main} has lost commits. */
  private void judge(Exchange exchange, ObjectId before, @Nullable ObjectId now)
      throws IOException {
    notes.keySet().removeIf(reason -> !reason.equals(UNTOLD));
    String kept =
        MainBranch.REWRITTEN + Instant.now().getEpochSecond() + "-" + before.abbreviate(7).name();
    if (now == null) {
      note(
          "MainRewritten",
          "main was removed from %s; it was put back, as it was here".formatted(remote.uri()));
    } else if (!exchange.descends(now, before)) {
      refs.set(kept, before);
      note(
          "MainRewritten",
          "main of %s was rewritten to %s; what it left out was merged back, and the former tip is kept here as %s. Push new commits instead of rewriting old ones"
              .formatted(remote.uri(), now.name(), kept));
    }
  }

  private void note(String reason, String what) {
    if (notes.put(reason, new Problem("", null, reason, what)) == null) {
      log.warn("{}", what);
    }
  }

  private Outcome push(Exchange exchange, Tips tips) throws IOException {
    // What status reflects of main is there then, since a batch moves main first.
    ObjectId status = refs.read(Recovery.STATUS);
    ObjectId main = refs.read(MainBranch.REF);
    List<Move> moves = new ArrayList<>();
    if (main != null
        && !main.equals(tips.main())
        && (tips.main() == null || exchange.descends(main, tips.main()))) {
      moves.add(new Move(MainBranch.REF, tips.main(), main, false));
    }
    if (status != null && !status.equals(tips.status())) {
      Move move = status(exchange, tips.status(), status);
      if (move != null) {
        ObjectId former = refs.read(Line.FORMER);
        if (former != null && !former.equals(tips.former())) {
          moves.add(new Move(Line.FORMER, tips.former(), former, true));
        }
        moves.add(move);
      }
    }
    if (moves.isEmpty()) {
      return Outcome.DONE;
    }
    try {
      return pushed(exchange, tips, moves);
    } catch (RemoteException e) {
      // Where people may not push to main without review, status is still ours to push.
      if (e.isRefusal() && moves.size() > 1) {
        Outcome outcome = pushed(exchange, tips, List.of(moves.getLast()));
        if (outcome == Outcome.OVERTAKEN) {
          return outcome;
        }
      }
      throw e;
    }
  }

  private Outcome pushed(Exchange exchange, Tips tips, List<Move> moves) throws IOException {
    lead.require();
    Outcome outcome = exchange.push(moves);
    if (outcome == Outcome.DONE) {
      for (Move move : moves) {
        Exchange.note(refs, move);
      }
      known = tips.with(moves);
    }
    return outcome;
  }

  /** How {@code status} gets where ours is, or null when that would destroy another's. */
  private @Nullable Move status(Exchange exchange, @Nullable ObjectId theirs, ObjectId ours)
      throws IOException {
    if (theirs == null) {
      if (refs.read(StateRemote.STATUS) != null) {
        note(
            "StatusMoved",
            "status was removed from %s; it was put back, nothing was lost"
                .formatted(remote.uri()));
      }
      return new Move(Recovery.STATUS, null, ours, false);
    }
    if (exchange.continues(ours, theirs)) {
      notes.remove("AnotherServer");
      return new Move(Recovery.STATUS, theirs, ours, !exchange.descends(ours, theirs));
    }
    if (exchange.said(theirs) != null) {
      if (lead.confirm()) {
        String kept = RemoteStart.keep(refs, theirs);
        note(
            "StatusMoved",
            "A server that led before pushed %s to status of %s after this one took over; what this one has is put there, and the other is kept here as %s"
                .formatted(theirs.name(), remote.uri(), kept));
        return new Move(Recovery.STATUS, theirs, ours, true);
      }
      note(
          "AnotherServer",
          "status of %s has commits of another cc-ci, or of this one's future; nothing is pushed there. Stop the other one, then move the folder state.git of the one whose status is not wanted aside and start it again"
              .formatted(remote.uri()));
      return null;
    }
    note(
        "StatusMoved",
        "Somebody pushed %s to status of %s; only cc-ci writes there. It was put back, nothing was lost. Change objects through the API or on main"
            .formatted(theirs.name(), remote.uri()));
    return new Move(Recovery.STATUS, theirs, ours, true);
  }

  /** Pushes what is left to push, unless that takes long. */
  @Override
  public void close() {
    signal(() -> closed = true);
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
        thread.join(FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.interrupt();
    }
  }
}
