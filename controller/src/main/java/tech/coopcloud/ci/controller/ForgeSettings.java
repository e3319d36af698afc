package tech.coopcloud.ci.controller;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.model.Formats;

/**
 * The forge that comments come from and reports go to.
 *
 * @param token of the user that cc-ci is there
 * @param webhookSecret that the forge signs webhooks with; null where none are taken
 * @param every how long after a look at a repository the next one follows
 * @param publicAddress where people reach the dashboard; null where its listener says it
 */
record ForgeSettings(
    URI address,
    SecretFile token,
    @Nullable SecretFile webhookSecret,
    Duration every,
    @Nullable URI publicAddress) {
  private static final String EVERY = "30s";

  /** What may be said of it; every field may be left out. */
  record Source(
      @Nullable String url,
      @Nullable String tokenFile,
      @Nullable String webhookSecretFile,
      @Nullable String pollInterval,
      @Nullable String publicUrl) {
    static final Source EMPTY = new Source(null, null, null, null, null);

    private Source or(Source other) {
      return new Source(
          first(url, other.url),
          first(tokenFile, other.tokenFile),
          first(webhookSecretFile, other.webhookSecretFile),
          first(pollInterval, other.pollInterval),
          first(publicUrl, other.publicUrl));
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
      return one == null ? other : one;
    }
  }

  /** Null where no forge is named. */
  static @Nullable ForgeSettings of(@Nullable Source commandLine, @Nullable Source file) {
    Source said =
        (commandLine == null ? Source.EMPTY : commandLine).or(file == null ? Source.EMPTY : file);
    if (said.url() == null) {
      if (!said.equals(Source.EMPTY)) {
        throw new StartupException(
            "Something is said of a forge, but not which: name it with --forge, like https://git.example.org.");
      }
      return null;
    }
    if (said.tokenFile() == null) {
      throw new StartupException(
          "cc-ci cannot read comments without a token of the forge: write one into a file and name it with --forge-token-file.");
    }
    ForgeSettings settings =
        new ForgeSettings(
            address("--forge", said.url()),
            new SecretFile("--forge-token-file", Path.of(said.tokenFile())),
            said.webhookSecretFile() == null
                ? null
                : new SecretFile("--webhook-secret-file", Path.of(said.webhookSecretFile())),
            every(said.pollInterval() == null ? EVERY : said.pollInterval()),
            said.publicUrl() == null ? null : address("--public-url", said.publicUrl()));
    settings.token().read();
    if (settings.webhookSecret() != null) {
      settings.webhookSecret().read();
    }
    return settings;
  }

  /** An address of http or https, without user, query or fragment. */
  private static URI address(String option, String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() != null
          && (scheme.equals("http") || scheme.equals("https"))
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new StartupException(
        "\"%s\" is not an address for %s: give one like https://git.example.org, without a user or a password."
            .formatted(text.replaceAll("//[^/@]*@", "//***@"), option));
  }

  private static Duration every(String text) {
    try {
      Duration every = Formats.duration(text);
      if (every.isPositive()) {
        return every;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new StartupException(
        "\"" + text + "\" is not an interval: give --poll-interval one like 30s or 2m.");
  }
}
