package tech.coopcloud.ci.store.object;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of names, labels and annotations, as apimachinery's {@code util/validation} has it.
 * Each check answers null, or why the text will not do.
 */
final class Names {
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern QUALIFIED =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

  private static final int MAX_SUBDOMAIN = 253;
  private static final int MAX_LABEL = 63;

  private Names() {}

  /** RFC 1123 subdomain: what an object may be called. */
  static @Nullable String subdomain(String name) {
    if (name.length() > MAX_SUBDOMAIN) {
      return "must be no more than 253 characters";
    }
    return SUBDOMAIN.matcher(name).matches()
        ? null
        : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
            + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
            + " used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  }

  /** RFC 1123 label: what a namespace may be called. */
  static @Nullable String label(String name) {
    if (name.length() > MAX_LABEL) {
      return "must be no more than 63 characters";
    }
    return LABEL.matcher(name).matches()
        ? null
        : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
            + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
            + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  }

  /** {@code prefix/name}, the prefix optional: keys of labels and annotations, and finalizers. */
  static @Nullable String qualified(String key) {
    int slash = key.indexOf('/');
    if (slash == 0) {
      return "prefix part must be non-empty";
    }
    if (slash > 0) {
      String why = subdomain(key.substring(0, slash));
      if (why != null) {
        return "prefix part " + why;
      }
    }
    String name = key.substring(slash + 1);
    if (name.isEmpty()) {
      return "name part must be non-empty";
    }
    if (name.length() > MAX_LABEL) {
      return "name part must be no more than 63 characters";
    }
    return QUALIFIED.matcher(name).matches()
        ? null
        : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and"
            + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc',"
            + " regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  }

  static @Nullable String labelValue(String value) {
    if (value.isEmpty()) {
      return null;
    }
    if (value.length() > MAX_LABEL) {
      return "must be no more than 63 characters";
    }
    return QUALIFIED.matcher(value).matches()
        ? null
        : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
            + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is"
            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  }
}
