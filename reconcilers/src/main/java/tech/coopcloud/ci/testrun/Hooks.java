package tech.coopcloud.ci.testrun;

import java.time.Duration;
import java.util.List;
import tech.coopcloud.ci.backup.Hook;
import tech.coopcloud.ci.log.RunLog;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.ExecResult;
import tech.coopcloud.ci.swarm.SwarmException;

/** Runs the hooks of a recipe in its containers, one after the other. */
final class Hooks {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int SHOWN = 1000;

  private final Tools tools;
  private final Settled settled;

  Hooks(Tools tools, Settled settled) {
    this.tools = tools;
    this.settled = settled;
  }

  /**
   * @throws Refusals.Refusal at the first that fails
   */
  void run(RunView view, StackSpec stack, List<Hook> hooks) throws Exception {
    for (Hook hook : hooks) {
      String container = settled.container(view, stack, hook.service());
      RunLog log = tools.log(view);
      log.say("Running " + name(hook) + ": " + hook.command());
      ExecResult result = tools.effects().call("hook", () -> run(view, hook, container));
      result.output().strip().lines().forEach(line -> log.say(hook.shortName() + "> " + line));
      if (result.exitCode() != 0) {
        throw new Refusals.Refusal(
            Reason.HOOK_FAILED,
            "The "
                + name(hook)
                + " ended with exit code "
                + result.exitCode()
                + said(result)
                + ": expected was 0. Mend the command in the label, or what it calls.");
      }
      log.say("The " + name(hook) + " ended with exit code 0.");
    }
  }

  private ExecResult run(RunView view, Hook hook, String container) throws Exception {
    try {
      ExecResult result = null;
      for (List<String> command : hook.commands()) {
        result = tools.swarm().exec(container, command, PATIENCE);
        if (!lacks(result, command.getFirst())) {
          break;
        }
      }
      return java.util.Objects.requireNonNull(result, "a hook has at least one command");
    } catch (SwarmException.Refused e) {
      throw new Refusals.Refusal(Reason.HOOK_FAILED, "The " + name(hook) + ": " + e.getMessage());
    } catch (SwarmException.Unavailable e) {
      boolean there =
          tools.swarm().observe(view.uid()).containers().stream()
              .anyMatch(c -> c.id().equals(container) && c.state().equals("running"));
      if (there) {
        throw e;
      }
      throw new Refusals.Refusal(
          Reason.HOOK_FAILED,
          "The container of service "
              + hook.shortName()
              + " stopped while the "
              + name(hook)
              + " ran in it: see its lines in the log.");
    }
  }

  /** Whether the container has no such program; a command that a script misses is its own fault. */
  static boolean lacks(ExecResult result, String program) {
    return (result.exitCode() == 126 || result.exitCode() == 127)
        && result.output().contains("exec failed")
        && result.output().contains("\"" + program + "\"");
  }

  private static String name(Hook hook) {
    return "hook " + hook.label() + " of service " + hook.shortName();
  }

  private static String said(ExecResult result) {
    String text = result.output().strip();
    if (text.isEmpty()) {
      return " and said nothing";
    }
    return " and said \""
        + (text.length() > SHOWN ? "..." + text.substring(text.length() - SHOWN) : text)
        + "\"";
  }
}
