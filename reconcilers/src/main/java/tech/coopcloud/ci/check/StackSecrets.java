package tech.coopcloud.ci.check;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/** The secrets of a stack by the names that its recipe has for them. */
public final class StackSecrets {
  private StackSecrets() {}

  /**
   * The values by name. Of {@code <stack>_db_password_v1} the name is {@code db_password}: without
   * the stack, and without the version where there is one.
   */
  public static Map<String, String> of(StackSpec stack) {
    Map<String, String> values = new TreeMap<>();
    for (SecretSpec secret : stack.secrets()) {
      String prefix = stack.name() + "_";
      String name =
          secret.name().startsWith(prefix)
              ? secret.name().substring(prefix.length())
              : secret.name();
      String value = new String(secret.value().bytes(), StandardCharsets.UTF_8);
      values.put(name.replaceFirst("_v[0-9]+$", ""), value);
    }
    return values;
  }
}
