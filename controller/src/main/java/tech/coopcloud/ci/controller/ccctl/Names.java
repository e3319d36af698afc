package tech.coopcloud.ci.controller.ccctl;

import java.util.ArrayList;
import java.util.List;

/** What a command line names: {@code TYPE NAME...} or {@code TYPE/NAME...}. */
record Names(String type, List<String> names) {
  static Names of(String first, List<String> rest) {
    if (!first.contains("/")) {
      return new Names(first, rest);
    }
    String type = first.substring(0, first.indexOf('/'));
    List<String> names = new ArrayList<>();
    names.add(plain(type, first));
    rest.forEach(text -> names.add(plain(type, text)));
    return new Names(type, names);
  }

  private static String plain(String type, String text) {
    if (!text.startsWith(type + "/") || text.length() == type.length() + 1) {
      throw CcctlException.usage(
          "\"" + text + "\" is not of the form " + type + "/NAME; name one type at a time.");
    }
    return text.substring(type.length() + 1);
  }
}
