package tech.coopcloud.ci.controller;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.git.StateRemote;

/** Where the state repository is, when it is not the one in the data folder alone. */
final class RemoteSettings {
  /** How often it is looked at, beside when somebody tells of a push. */
  private static final Duration POLL = Duration.ofSeconds(10);

  private static final Pattern OWNER_AND_NAME =
      Pattern.compile("(/.*)?/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+/?");

  private RemoteSettings() {}

  /**
   * @return null when neither is said
   */
  static @Nullable StateRemote of(@Nullable String state, @Nullable String tokenFile) {
    if (state == null && tokenFile == null) {
      return null;
    }
    if (state == null || tokenFile == null) {
      throw new StartupException(
          "--state and --state-token-file belong together: give the address of the state"
              + " repository, and a file with a token that may read and write it.");
    }
    try {
      URI uri = new URI(state);
      if (uri.getHost() == null
          || !List.of("http", "https").contains(uri.getScheme())
          || !OWNER_AND_NAME.matcher(uri.getPath()).matches()) {
        throw notAnAddress();
      }
      return new StateRemote(uri, Path.of(tokenFile).toAbsolutePath(), POLL);
    } catch (URISyntaxException _) {
      throw notAnAddress();
    } catch (IllegalArgumentException e) {
      throw new StartupException(e.getMessage() + ".", e);
    }
  }

  /** Does not repeat what was given: there may be a password in it. */
  private static StartupException notAnAddress() {
    return new StartupException(
        "What is given to --state is no address of a repository over HTTP: give one like"
            + " https://git.example.org/ci/state.git.");
  }
}
