package tech.coopcloud.ci.ingress;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.Md5Crypt;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/** Traefik's middleware basicauth, for what htpasswd makes: MD5 (apr1), bcrypt and SHA-1. */
final class BasicAuth {
  /** A bcrypt of cost 12 takes a quarter of a second, and each step doubles it. */
  private static final int DEAREST = 12;

  private BasicAuth() {}

  static Middleware of(Options options) throws NotServedException {
    if (options.values().containsKey("usersfile")) {
      throw options.notHere("has a usersfile, and the embedded ingress reads none: use users");
    }
    Map<String, String> users = users(options);
    String challenge = "Basic realm=\"" + options.text("realm", "traefik") + "\"";
    String headerField = options.text("headerfield", "");
    boolean remove = options.flag("removeheader");
    return passage -> {
      String user = passage.call().header("authorization").map(it -> user(it, users)).orElse(null);
      if (user == null) {
        return new Passage.Reply(
            401, Map.of("www-authenticate", challenge), "401 Unauthorized: a password is needed.");
      }
      Map<String, String> headers = new HashMap<>();
      if (!headerField.isEmpty()) {
        headers.put(headerField.toLowerCase(java.util.Locale.ROOT), user);
      }
      if (remove) {
        headers.put("authorization", "");
      }
      return passage.withRequestHeaders(headers);
    };
  }

  private static Map<String, String> users(Options options) throws NotServedException {
    Map<String, String> users = new HashMap<>();
    for (String user : options.list("users")) {
      int colon = user.indexOf(':');
      String hash = colon < 0 ? "" : user.substring(colon + 1);
      if (colon < 1 || !isKnown(hash)) {
        throw options.notServed(
            "has a user that is not name:hash as htpasswd writes it (MD5, SHA-1, or bcrypt up to cost "
                + DEAREST
                + ")");
      }
      users.put(user.substring(0, colon), hash);
    }
    if (users.isEmpty()) {
      throw options.notServed("lacks users");
    }
    return users;
  }

  private static boolean isKnown(String hash) {
    if (hash.matches("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}")) {
      int cost = Integer.parseInt(hash.substring(4, 6));
      return cost >= 4 && cost <= DEAREST;
    }
    return hash.matches("\\$(apr1|1)\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}")
        || hash.matches("\\{SHA}[A-Za-z0-9+/]{27}=");
  }

  private static @Nullable String user(String authorization, Map<String, String> users) {
    Optional<String> pair = decoded(authorization);
    int colon = pair.map(it -> it.indexOf(':')).orElse(-1);
    if (pair.isEmpty() || colon < 0) {
      return null;
    }
    String name = pair.get().substring(0, colon);
    String hash = users.get(name);
    return hash != null && isPassword(pair.get().substring(colon + 1), hash) ? name : null;
  }

  private static Optional<String> decoded(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isPassword(String password, String hash) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    if (hash.startsWith("$2")) {
      return bytes.length <= 72 && OpenBSDBCrypt.checkPassword(hash, password.toCharArray());
    }
    String own;
    if (hash.startsWith("{SHA}")) {
      own = "{SHA}" + Base64.getEncoder().encodeToString(sha1(bytes));
    } else if (hash.startsWith("$apr1$")) {
      own = Md5Crypt.apr1Crypt(bytes, hash);
    } else {
      own = Md5Crypt.md5Crypt(bytes, hash);
    }
    return MessageDigest.isEqual(
        own.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
