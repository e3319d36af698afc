package tech.coopcloud.ci.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A token as git takes it from its environment: nothing is written, nothing is on a command line.
 */
final class GitHeader {
  private GitHeader() {}

  /**
   * @param below git shows the token to addresses below this one
   */
  static Map<String, String> of(URI below, String token) {
    // Gitea, GitLab and GitHub take a token for the password of any user.
    String basic =
        Base64.getEncoder().encodeToString(("cc-ci:" + token).getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "GIT_CONFIG_COUNT", "1",
        "GIT_CONFIG_KEY_0", "http." + below + ".extraHeader",
        "GIT_CONFIG_VALUE_0", "Authorization: Basic " + basic);
  }
}
