package tech.coopcloud.ci.controller.trigger;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Formats;
import tech.coopcloud.ci.model.StageName;

/**
 * What a comment asks for: {@code !testme}, then stages, {@code --keep} or {@code --keep=45m}, or
 * {@code cancel}. Pure.
 */
sealed interface Command {
  /** The word that a comment begins with. */
  String WORD = "!testme";

  /** How long {@code --keep} holds a failed deployment. */
  String KEEP = "30m";

  /** A deployment that is held takes a slot from everybody. */
  int MOST_KEEP_HOURS = 4;

  /**
   * Start a run.
   *
   * @param stages in the order in which they run; empty for all
   * @param keep how long to hold the deployment after a failure, or null
   */
  record Start(List<StageName> stages, @Nullable String keep) implements Command {}

  /** Stop the runs of the pull request. */
  record Cancel() implements Command {}

  /**
   * It begins as a command and goes on as none.
   *
   * @param sentence what is wrong and what may be written; nothing of the comment is in it
   */
  record Malformed(String sentence) implements Command {}

  /** Empty where the comment is none of these: it is not for us. */
  static Optional<Command> of(String comment) {
    String text = comment.strip();
    if (text.lines().count() != 1) {
      return Optional.empty();
    }
    List<String> words = List.of(text.split("[ \t]+"));
    return words.getFirst().equals(WORD)
        ? Optional.of(read(words.subList(1, words.size())))
        : Optional.empty();
  }

  private static Command read(List<String> options) {
    if (options.equals(List.of("cancel"))) {
      return new Cancel();
    }
    Set<StageName> stages = EnumSet.noneOf(StageName.class);
    String keep = null;
    for (String option : options) {
      Optional<StageName> stage =
          Arrays.stream(StageName.values()).filter(s -> s.text().equals(option)).findFirst();
      if (stage.isPresent()) {
        stages.add(stage.get());
      } else if (option.equals("--keep")) {
        keep = KEEP;
      } else if (option.startsWith("--keep=") && isBearable(option.substring(7))) {
        keep = option.substring(7);
      } else {
        return malformed();
      }
    }
    return new Start(List.copyOf(stages), keep);
  }

  private static boolean isBearable(String duration) {
    try {
      return Formats.duration(duration).toMinutes() <= MOST_KEEP_HOURS * 60L;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Malformed malformed() {
    return new Malformed(
        "Nothing was started: after `"
            + WORD
            + "` may stand stages ("
            + Arrays.stream(StageName.values())
                .map(StageName::text)
                .collect(Collectors.joining(", "))
            + "), `--keep` or `--keep=45m` (at most "
            + MOST_KEEP_HOURS
            + "h), or `cancel` alone.");
  }
}
