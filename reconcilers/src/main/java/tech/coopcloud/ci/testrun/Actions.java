package tech.coopcloud.ci.testrun;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.check.ExecExpectation;
import tech.coopcloud.ci.check.HttpExpectation;
import tech.coopcloud.ci.check.Judgement;
import tech.coopcloud.ci.check.Templates;
import tech.coopcloud.ci.check.Templates.UnknownPlaceholderException;
import tech.coopcloud.ci.ingress.Answer;
import tech.coopcloud.ci.ingress.Question;
import tech.coopcloud.ci.model.ExecCheck;
import tech.coopcloud.ci.model.HttpCheck;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.ExecResult;
import tech.coopcloud.ci.swarm.Observed;
import tech.coopcloud.ci.swarm.SwarmException;

/**
 * Does to a live deployment what a Recipe declares, and judges what comes of it. Blocks as long as
 * that takes.
 */
final class Actions {
  private static final Duration ONE_ANSWER = Duration.ofSeconds(30);
  private static final Duration ONE_COMMAND = Duration.ofMinutes(5);

  /** How long a service that is just being replaced may take to come back. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD");

  private final Tools tools;

  Actions(Tools tools) {
    this.tools = tools;
  }

  /** Sends the call to the deployment. What only looks is sent again while nothing answers. */
  Judgement http(RunView view, HttpCheck check, Templates templates) throws InterruptedException {
    String method = check.method() == null ? "GET" : check.method().toUpperCase(Locale.ROOT);
    HttpExpectation expectation;
    Question question;
    try {
      expectation = HttpExpectation.of(check, templates);
      question =
          new Question(
              method,
              tools
                  .ingress()
                  .uri(String.valueOf(view.status().domain()), templates.fill(check.path())),
              check.headers() == null ? Map.of() : templates.fill(check.headers()),
              templates.fillIfThere(check.body()));
    } catch (UnknownPlaceholderException e) {
      return new Judgement(false, String.valueOf(e.getMessage()));
    }
    Instant end = Instant.now().plus(PATIENCE);
    Answer answer = tools.ingress().ask(question, ONE_ANSWER);
    while (isAway(answer) && HARMLESS.contains(method) && Instant.now().isBefore(end)) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      answer = tools.ingress().ask(question, ONE_ANSWER);
    }
    return expectation.judge(method + " " + shown(question.uri(), check.path()), answer);
  }

  private static boolean isAway(Answer answer) {
    return answer instanceof Answer.Failure failure && failure.kind() == Answer.Kind.UNREACHABLE;
  }

  /** The address with the path as the Recipe has it: its placeholders may stand for secrets. */
  private static String shown(URI uri, String path) {
    return uri.getScheme() + "://" + uri.getAuthority() + path;
  }

  /**
   * Runs the command in a container of the service, as soon as one runs.
   *
   * @param stack what is deployed
   */
  Judgement exec(RunView view, StackSpec stack, ExecCheck check, Templates templates)
      throws InterruptedException {
    String service = check.serviceOrDefault();
    List<String> command;
    ExecExpectation expectation;
    try {
      command = templates.fill(check.command());
      expectation = ExecExpectation.of(check, templates);
    } catch (UnknownPlaceholderException e) {
      return new Judgement(false, String.valueOf(e.getMessage()));
    }
    if (command.isEmpty()) {
      return new Judgement(false, "The command is empty: name a program.");
    }
    ServiceSpec spec =
        stack.services().stream()
            .filter(it -> it.shortName().equals(service))
            .findFirst()
            .orElse(null);
    if (spec == null) {
      return new Judgement(
          false,
          "The recipe has no service \""
              + service
              + "\": it has "
              + stack.services().stream()
                  .map(ServiceSpec::shortName)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + ".");
    }
    String ran = check.command().getFirst() + " in service " + service;
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      String container = container(tools.swarm().observe(view.uid()), spec.name());
      boolean last = Instant.now().isAfter(end);
      if (container == null && last) {
        return new Judgement(
            false, "The service " + service + " has no running container on this node.");
      }
      if (container != null) {
        try {
          ExecResult result = tools.swarm().exec(container, command, ONE_COMMAND);
          return expectation.judge(ran, result);
        } catch (SwarmException.Refused e) {
          return new Judgement(false, String.valueOf(e.getMessage()));
        } catch (SwarmException.Unavailable e) {
          if (last) {
            throw e;
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  /** A container of the service that runs and is not about to be replaced. */
  private static @Nullable String container(Observed observed, String serviceName) {
    Set<String> running =
        observed.tasks().stream()
            .filter(it -> it.state().equals("running") && it.desired().equals("running"))
            .map(Observed.Task::id)
            .collect(Collectors.toSet());
    return observed.containers().stream()
        .filter(it -> it.serviceName().equals(serviceName) && it.state().equals("running"))
        .filter(it -> running.contains(it.taskId()))
        .map(Observed.Container::id)
        .findFirst()
        .orElse(null);
  }
}
