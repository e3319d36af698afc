package tech.coopcloud.ci.source;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository comes from: the scheme, the host in lower case and the port, as with a web
 * page's origin. Another port of a host is another service, and http is not https.
 */
public record Origin(String scheme, String host, int port) {
  /** Every path of this machine. */
  public static final Origin LOCAL = new Origin("file", "", 0);

  private static final Map<String, Integer> PORTS = Map.of("https", 443, "http", 80, "ssh", 22);
  private static final Pattern SCP =
      Pattern.compile("[A-Za-z0-9._-]+@([A-Za-z0-9][A-Za-z0-9.-]*):[^:-].*");

  /**
   * @param address of git: https, http, ssh, {@code user@host:path}, file, or an absolute path
   * @throws IllegalArgumentException when it is none of these; its message is a sentence's end,
   *     which repeats nothing of the address
   */
  public static Origin of(String address) {
    if (address.startsWith("/") || address.startsWith("file:///")) {
      return LOCAL;
    }
    Matcher scp = SCP.matcher(address);
    if (scp.matches()) {
      return new Origin("ssh", scp.group(1).toLowerCase(Locale.ROOT), 22);
    }
    URI uri = parsed(address);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    Integer usual = PORTS.get(scheme);
    if (usual == null || uri.getHost() == null || uri.getHost().startsWith("-")) {
      throw notAnAddress();
    }
    String user = uri.getUserInfo();
    if (user != null && (!scheme.equals("ssh") || !user.matches("[A-Za-z0-9._][A-Za-z0-9._-]*"))) {
      throw new IllegalArgumentException(
          "names a user or a password: leave them out, and give cc-ci a file with a token by"
              + " --source-tokens");
    }
    if (uri.getQuery() != null || uri.getFragment() != null) {
      throw notAnAddress();
    }
    return new Origin(
        scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort() < 0 ? usual : uri.getPort());
  }

  private static URI parsed(String address) {
    try {
      return URI.create(address);
    } catch (IllegalArgumentException e) {
      throw notAnAddress();
    }
  }

  private static IllegalArgumentException notAnAddress() {
    return new IllegalArgumentException(
        "is not an address that recipes are fetched from: use https://, http://, ssh://, file:// or"
            + " an absolute path");
  }

  /** As {@code --source-hosts} takes it. */
  @Override
  public String toString() {
    return scheme
        + "://"
        + host
        + (Integer.valueOf(port).equals(PORTS.get(scheme)) ? "" : ":" + port);
  }
}
