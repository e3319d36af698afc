package tech.coopcloud.ci.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.store.git.Lead;
import tech.coopcloud.ci.store.git.RemoteRegister;
import tech.coopcloud.ci.store.git.StateRemote;
import tech.coopcloud.ci.store.lease.Candidate;
import tech.coopcloud.ci.store.lease.Contender;
import tech.coopcloud.ci.store.lease.Election;
import tech.coopcloud.ci.store.lease.HeldLease;
import tech.coopcloud.ci.store.lease.LeaseException;
import tech.coopcloud.ci.store.lease.LeaseTimes;

/**
 * That this server leads, of those that have one state repository on a Gitea. A server without a
 * Gitea is the only one and always leads. One that loses the lease ends at that instant, as by
 * {@code kill -9}, since another may act from then on; whatever starts it again has a standby.
 */
final class Leadership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /** The exit code of a server that lost the lease: EX_TEMPFAIL of sysexits.h, start it again. */
  static final int LOST = 75;

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final @Nullable HeldLease lease;

  private Leadership(@Nullable HeldLease lease) {
    this.lease = lease;
  }

  /**
   * Returns when this server leads. Until then it is a standby, whose dashboard says so.
   *
   * @param takeOver whether a leader that does not answer is gone for good
   */
  static Leadership await(Settings settings, DataFolder data, boolean takeOver) throws IOException {
    StateRemote remote = settings.remote();
    if (remote == null) {
      return new Leadership(null);
    }
    Election election =
        new Election(
            new RemoteRegister(remote),
            data.term(),
            new Candidate(hostName() + "-" + data.serverId(), data.installation(), takeOver),
            LeaseTimes.DEFAULT,
            Clock.systemUTC(),
            System::nanoTime);
    try {
      Contender contender = Contender.enter(election);
      try {
        HeldLease held = contender.attempt(Leadership::stop);
        return new Leadership(held == null ? standBy(settings, data, contender) : held);
      } finally {
        contender.close();
      }
    } catch (LeaseException e) {
      throw new StartupException(e.getMessage() + ".", e);
    }
  }

  private static HeldLease standBy(Settings settings, DataFolder data, Contender contender)
      throws IOException, LeaseException {
    Thread hook = new Thread(() -> withdraw(contender), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (StandbyWeb web = StandbyWeb.start(settings.listen(), contender::waiting)) {
      LOG.info("cc-ci {} waits: {}; health {}", Version.text(), contender.waiting(), web.uri());
      Rehearsal.begin(data);
      HeldLease held = contender.await(Leadership::stop);
      if (held == null) {
        new CountDownLatch(1).await(); // the hook ends the process
        throw new IllegalStateException("nobody counts down");
      }
      Runtime.getRuntime().removeShutdownHook(hook);
      return held;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the wait for the lease was interrupted", e);
    }
  }

  private static void withdraw(Contender contender) {
    try {
      contender.close();
    } catch (IOException e) {
      LOG.warn("The data folder was not left in an orderly way", e);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void stop(String sentence) {
    LOG.error("{}. Exit code {}: start it again, and it is a standby", sentence, LOST);
    Runtime.getRuntime().halt(LOST);
  }

  /** This machine's name in what a ref may hold. */
  private static String hostName() {
    String name;
    try {
      name = Files.readString(HOST_NAME);
    } catch (IOException e) {
      name = "";
    }
    String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String trimmed = plain.replaceAll("^-|-$", "");
    return trimmed.isEmpty() ? "server" : trimmed;
  }

  /** What the store has to know of it, and what stands before whatever others see. */
  Lead lead() {
    return lease == null ? Lead.UNKNOWN : lease;
  }

  /** Tells that the store is open, with what the leader before had. */
  void begun() throws IOException {
    if (lease != null) {
      lease.begun();
    }
  }

  /** Lets another lead at once. */
  @Override
  public void close() throws IOException {
    if (lease != null) {
      lease.close();
    }
  }
}
