package tech.coopcloud.ci.recipe;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which variable a secret's version comes from: it stands in the secret's name, {@code
 * ${STACK_NAME}_db_password_${SECRET_DB_PASSWORD_VERSION}}, and its comment in the env file says
 * how the value is made.
 */
final class SecretVersions {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z0-9_]+_VERSION)\\b");

  private SecretVersions() {}

  /** Looks at a file before its variables are replaced. */
  static void collect(Node.Fields raw, Map<String, String> into) {
    if (!(raw.map().get("secrets") instanceof Node.Fields secrets)) {
      return;
    }
    secrets
        .map()
        .forEach(
            (id, node) -> {
              if (node instanceof Node.Fields fields
                  && fields.map().get("name") instanceof Node.Scalar name
                  && name.value() instanceof String text) {
                Matcher matcher = VARIABLE.matcher(text);
                if (matcher.find()) {
                  into.put(id, matcher.group(1));
                }
              }
            });
  }
}
