package tech.coopcloud.ci.recipe.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.RecipeFacts;

/** Labels of backup-bot-two. */
final class BackupRules {
  private static final Pattern VOLUME =
      Pattern.compile("backupbot\\.backup\\.volumes\\.([^.]+)(?:\\.path)?");
  private static final Pattern DUMP =
      Pattern.compile("dump|backup|export|>|\\.sql", Pattern.CASE_INSENSITIVE);

  private BackupRules() {}

  static void volumes(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.Service service : recipe.services()) {
      Set<String> told = new HashSet<>();
      for (Map.Entry<String, RecipeFacts.Text> label : service.labels().entrySet()) {
        Matcher matcher = VOLUME.matcher(label.getKey());
        if (matcher.matches()
            && !recipe.volumes().contains(matcher.group(1))
            && told.add(matcher.group(1))) {
          findings.add(
              Finding.error(
                  label.getValue().place(),
                  "The backup label names the volume '"
                      + matcher.group(1)
                      + "', which is not declared; correct its name."));
        }
      }
    }
  }

  /** A dump that nobody reads back restores nothing. */
  static void restoreHook(RecipeFacts recipe, LintContext context, List<Finding> findings) {
    for (RecipeFacts.Service service : recipe.services()) {
      RecipeFacts.Text hook = service.labels().get("backupbot.backup.pre-hook");
      boolean restored =
          service.labels().containsKey("backupbot.restore.post-hook")
              || service.labels().containsKey("backupbot.restore.pre-hook");
      if (hook != null && DUMP.matcher(hook.value()).find() && !restored) {
        findings.add(
            Finding.error(
                hook.place(),
                "The service '"
                    + service.name()
                    + "' dumps its data before a backup, and nothing reads the dump after a"
                    + " restore; add 'backupbot.restore.post-hook'."));
      }
    }
  }
}
