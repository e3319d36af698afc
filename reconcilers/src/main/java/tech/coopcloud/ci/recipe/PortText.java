package tech.coopcloud.ci.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The short form of a port: {@code [ip:][published:]target[/protocol]}, with ranges. */
final class PortText {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
  private static final int HIGHEST = 65_535;

  /** More than this at once is no recipe. */
  private static final int MOST = 1_000;

  private PortText() {}

  record Mapping(int target, int published, String protocol) {}

  /** Throws {@link IllegalArgumentException} with a phrase that says what was expected. */
  static List<Mapping> parse(String text) {
    int slash = text.lastIndexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(Locale.ROOT);
    if (!List.of("tcp", "udp", "sctp").contains(protocol)) {
      throw new IllegalArgumentException("of protocol tcp, udp or sctp");
    }
    String ports = slash < 0 ? text : text.substring(0, slash);
    int last = ports.lastIndexOf(':');
    int[] targets = range(ports.substring(last + 1));
    String rest = last < 0 ? "" : ports.substring(0, last);
    String host = rest.substring(rest.lastIndexOf(':') + 1);
    if (host.isEmpty()) {
      return expand(targets, new int[] {0, 0}, protocol, false);
    }
    int[] published = range(host);
    int wide = published[1] - published[0];
    if (wide != targets[1] - targets[0] && targets[0] != targets[1]) {
      throw new IllegalArgumentException("two ranges of one length");
    }
    return expand(targets, published, protocol, true);
  }

  private static List<Mapping> expand(
      int[] targets, int[] published, String protocol, boolean given) {
    List<Mapping> mappings = new ArrayList<>();
    boolean choice = targets[0] == targets[1];
    int count = given ? published[1] - published[0] : targets[1] - targets[0];
    if (count >= MOST) {
      throw new IllegalArgumentException("a range of fewer than " + MOST + " ports");
    }
    for (int i = 0; i <= count; i++) {
      int target = choice ? targets[0] : targets[0] + i;
      mappings.add(new Mapping(target, given ? published[0] + i : 0, protocol));
    }
    mappings.sort(Comparator.comparing(m -> m.target() + "/" + m.protocol()));
    return mappings;
  }

  private static int[] range(String text) {
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("like 8080:80, 8080:80/udp or a range of them");
    }
    int from = Integer.parseInt(matcher.group(1));
    int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
    if (to < from || to > HIGHEST) {
      throw new IllegalArgumentException("between 0 and " + HIGHEST + ", the smaller first");
    }
    return new int[] {from, to};
  }
}
