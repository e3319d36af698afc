package tech.coopcloud.ci.controller;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the command line may say of the forge. */
final class ForgeOptions {
  @Option(
      names = "--forge",
      paramLabel = "URL",
      description = "The Gitea whose pull requests are watched, e.g. https://git.example.org.")
  private @Nullable String forge;

  @Option(
      names = "--forge-token-file",
      paramLabel = "FILE",
      description = "File with a token of cc-ci's user there, readable by nobody else.")
  private @Nullable String tokenFile;

  @Option(
      names = "--webhook-secret-file",
      paramLabel = "FILE",
      description = "File with the secret of the forge's webhooks. Default: none are taken.")
  private @Nullable String webhookSecretFile;

  @Option(
      names = "--poll-interval",
      paramLabel = "DURATION",
      description = "How often comments are looked for. Default: 30s.")
  private @Nullable String pollInterval;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "Where links in reports lead. Default: where the dashboard listens.")
  private @Nullable String publicUrl;

  ForgeSettings.Source said() {
    return new ForgeSettings.Source(forge, tokenFile, webhookSecretFile, pollInterval, publicUrl);
  }
}
