package tech.coopcloud.ci.controller.ccctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.recipe.lint.LintContext;

/**
 * What git knows of the folder of a recipe. A folder that is no repository, or a machine without
 * git, is nothing wrong: then nothing is known.
 *
 * @param tags of all versions
 * @param tag of what is checked out, if it is unchanged and has one
 */
record WorkingCopy(List<String> tags, @Nullable String tag) {

  static WorkingCopy of(Path folder) {
    List<String> top = git(folder, "rev-parse", "--show-prefix");
    if (top.isEmpty() || !top.getFirst().isEmpty()) {
      return new WorkingCopy(List.of(), null); // none, or a folder inside of something else
    }
    List<String> tags = lines(git(folder, "tag", "--list"));
    boolean changed = !lines(git(folder, "status", "--porcelain")).isEmpty();
    List<String> here = changed ? List.of() : lines(git(folder, "tag", "--points-at", "HEAD"));
    return new WorkingCopy(tags, here.isEmpty() ? null : here.getLast());
  }

  LintContext lintContext() {
    return new LintContext(tag, Set.copyOf(tags));
  }

  private static List<String> lines(List<String> output) {
    return output.stream().filter(line -> !line.isBlank()).toList();
  }

  /** The lines of its output; empty where it failed. */
  private static List<String> git(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(Arrays.asList(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? List.of(output.split("\n", -1)) : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
