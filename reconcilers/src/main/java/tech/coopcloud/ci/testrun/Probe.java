package tech.coopcloud.ci.testrun;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.ingress.Answer;
import tech.coopcloud.ci.model.Health;
import tech.coopcloud.ci.model.Reason;

/**
 * Asks the deployment for its page, through the ingress, until the answer is as expected or its
 * time is over.
 */
final class Probe implements Step<Decision.Probe> {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Tools tools;
  private final Results results;

  Probe(Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
  }

  /**
   * @param reason null when the answer was as expected
   */
  private record Verdict(@Nullable Reason reason, String sentence) {}

  @Override
  public Outcome act(RunView view, Decision.Probe todo) throws Exception {
    Verdict verdict =
        tools
            .background()
            .take(
                view.uid(),
                todo.check(),
                () -> tools.effects().call("probe", () -> probe(view, todo.version())));
    if (verdict == null) {
      return Outcome.lookAgain(view.status(), LOOK);
    }
    return verdict.reason() == null
        ? results.passed(view, todo, verdict.sentence())
        : results.failed(view, todo, verdict.reason(), verdict.sentence());
  }

  private Verdict probe(RunView run, Version version) throws Exception {
    RunView view = run.of(version);
    Health health = view.recipeSpec().healthOrDefault();
    URI uri = tools.ingress().uri(String.valueOf(view.status().domain()), health.pathOrDefault());
    Instant end = Instant.now().plus(health.timeoutOrDefault());
    Duration pause = FIRST_PAUSE;
    while (true) {
      Answer answer = tools.ingress().get(uri, ONE_ANSWER);
      if (answer instanceof Answer.Response response
          && health.codesOrDefault().contains(response.code())) {
        return new Verdict(null, uri + " answered " + response.code() + ", as expected.");
      }
      if (Instant.now().plus(pause).isAfter(end)) {
        Verdict stopped = stopped(run, version);
        return stopped == null ? failed(uri, answer, health) : stopped;
      }
      tools.log(view).sayOnce("Not yet: " + seen(uri, answer));
      LockSupport.parkNanos(pause.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  /** A service that ran for the moment in which it was looked at is what does not answer. */
  private @Nullable Verdict stopped(RunView run, Version version) throws Exception {
    Convergence now =
        Convergence.judge(
            tools.stack(run, version),
            tools.swarm().observe(run.uid()),
            Duration.ZERO,
            Duration.ZERO);
    return now instanceof Convergence.Failed failed
        ? new Verdict(failed.reason(), failed.sentence())
        : null;
  }

  private static Verdict failed(URI uri, Answer answer, Health health) {
    Reason reason =
        answer instanceof Answer.Failure failure && failure.kind() == Answer.Kind.CERTIFICATE
            ? Reason.CERTIFICATE_ERROR
            : Reason.PROBE_FAILED;
    return new Verdict(
        reason,
        seen(uri, answer)
            + " Expected was "
            + health.codesOrDefault()
            + " within "
            + health.timeoutOrDefault().toSeconds()
            + " s: see the service's lines in the log; health.path, health.codes and health.timeout of the Recipe say"
            + " what is expected.");
  }

  private static String seen(URI uri, Answer answer) {
    return switch (answer) {
      case Answer.Response response -> uri + " answered " + response.code() + ".";
      case Answer.Failure failure -> failure.sentence();
    };
  }
}
