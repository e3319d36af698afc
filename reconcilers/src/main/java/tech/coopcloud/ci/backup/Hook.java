package tech.coopcloud.ci.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tech.coopcloud.ci.recipe.ShellWords;

/**
 * A command that a recipe wants to be run in a container of one of its services.
 *
 * @param service full name of the service
 * @param shortName of the service
 * @param label the label that asks for it, e.g. {@code backupbot.backup.pre-hook}
 * @param command as the label has it
 */
public record Hook(String service, String shortName, String label, String command) {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "/bin/sh", "/bin/bash", "/usr/bin/bash");

  /**
   * How to run it, in the order in which to try: by bash with {@code pipefail}, so that a dump that
   * fails in a pipe is a failure, as backup-bot-two does it; by sh where the container has no bash;
   * and as it is where it has no shell at all.
   */
  public List<List<String>> commands() {
    String script = script();
    List<List<String>> all = new ArrayList<>();
    all.add(List.of("bash", "-c", "set -o pipefail; " + script));
    all.add(List.of("sh", "-c", script));
    List<String> words = wordsOrNone(command);
    if (!words.isEmpty()) {
      all.add(words);
    }
    return List.copyOf(all);
  }

  /** Without the shell that the label may call itself. */
  private String script() {
    List<String> words = wordsOrNone(command);
    return words.size() == 3 && SHELLS.contains(words.get(0)) && words.get(1).equals("-c")
        ? words.get(2)
        : command;
  }

  private static List<String> wordsOrNone(String command) {
    try {
      return ShellWords.split(command);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
