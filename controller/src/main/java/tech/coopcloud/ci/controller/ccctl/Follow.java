package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tech.coopcloud.ci.model.Verdict;

/**
 * Shows a run as it moves, phases and log, until it is Done. A restart of the server is waited out.
 */
final class Follow {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
  private static final Duration REST_OF_LOG = Duration.ofSeconds(10);

  private final Api api;
  private final Terminal terminal;
  private final Resource runs;
  private final String namespace;
  private final String name;
  private final CountDownLatch logRead = new CountDownLatch(1);
  private volatile boolean done;
  private volatile boolean interrupted;
  private volatile JsonNode last;
  private String shown = "";

  Follow(Api api, Terminal terminal, Resource runs, JsonNode created) {
    this(api, terminal, runs, created, true);
  }

  /**
   * @param goesOn whether the run goes on when the user has seen enough
   */
  Follow(Api api, Terminal terminal, Resource runs, JsonNode created, boolean goesOn) {
    this.interrupted = goesOn;
    this.api = api;
    this.terminal = terminal;
    this.runs = runs;
    this.namespace = Resource.namespaceOf(created, api.namespace());
    this.name = created.path("metadata").path("name").asText();
    this.last = created;
  }

  ExitCode verdict() {
    Thread hint = new Thread(this::hint, "interrupted");
    Runtime.getRuntime().addShutdownHook(hint);
    try {
      Thread.ofVirtual().name("log").start(this::log);
      patiently(this::phases);
      done = true;
      if (!logRead.await(REST_OF_LOG.toSeconds(), TimeUnit.SECONDS)) {
        terminal.error("The log is not complete yet: ccctl logs " + name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    } finally {
      interrupted = false;
    }
    return said();
  }

  private void hint() {
    if (interrupted) {
      terminal.error("\nThe run goes on. Follow it with: ccctl logs -f " + name);
    }
  }

  private void phases() {
    new Waiting(api, runs, namespace, name)
        .until(
            run -> {
              if (run.isMissingNode()) {
                throw new CcctlException(
                    ExitCode.UNVERIFIED, "error: " + runs.titled(name) + " was deleted");
              }
              last = run;
              phase(run.path("status"));
              return run.path("status").path("phase").asText().equals("Done")
                  ? Waiting.Answer.MET
                  : Waiting.Answer.NOT_YET;
            },
            null);
  }

  private void phase(JsonNode status) {
    String phase = status.path("phase").asText("");
    String queue = status.path("queuePosition").asText("");
    String stage = status.path("stage").asText("");
    String text =
        switch (phase) {
          case "Pending" -> queue.isEmpty() ? phase : phase + ", number " + queue + " in the queue";
          case "Stage" -> stage.isEmpty() ? phase : phase + " " + stage;
          default -> phase;
        };
    if (!text.isEmpty() && !text.equals(shown)) {
      shown = text;
      terminal.line("--- " + terminal.coloured(text));
      terminal.flush();
    }
  }

  private void log() {
    try {
      RunLog log = new RunLog(api, namespace, name);
      patiently(
          () ->
              log.read(
                  true,
                  line -> {
                    terminal.line(terminal.safe(line));
                    return terminal.flush();
                  }));
    } catch (CcctlException e) {
      terminal.error("The log cannot be shown: " + e.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      logRead.countDown();
    }
  }

  /** Does it again while the server is away, for a while. */
  private void patiently(Runnable part) throws InterruptedException {
    Instant giveUp = Instant.MIN;
    while (true) {
      try {
        part.run();
        return;
      } catch (CcctlException e) {
        Instant now = Instant.now();
        if (e.exitCode() != ExitCode.UNREACHABLE || done) {
          throw e;
        }
        if (giveUp.equals(Instant.MIN)) {
          giveUp = now.plus(PATIENCE);
        } else if (now.isAfter(giveUp)) {
          throw new CcctlException(ExitCode.UNVERIFIED, e.text(), e);
        }
        logRead.await(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private ExitCode said() {
    Verdict verdict = RunPage.verdict(last);
    terminal.line(RunPage.summary(runs.titled(name), last, terminal));
    return switch (verdict) {
      case PASSED -> ExitCode.OK;
      case FAILED -> ExitCode.FAILED;
      case UNVERIFIED -> ExitCode.UNVERIFIED;
    };
  }
}
