package tech.coopcloud.ci.controller;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.source.Origin;
import tech.coopcloud.ci.source.SourceRules;

/**
 * What is said of where recipes are fetched from; every field may be left out.
 *
 * @param hosts {@code HOST}, {@code HOST:PORT} or {@code SCHEME://HOST:PORT}; https unless it says
 *     otherwise
 * @param tokens file with a token, by host
 */
record SourceSettings(
    @Nullable List<String> hosts,
    @Nullable Boolean localPaths,
    @Nullable Map<String, String> tokens) {
  private static final SourceSettings EMPTY = new SourceSettings(null, null, null);

  /**
   * What the command line says, else the file, else the default.
   *
   * @param local whether paths of this machine are fetched from by default
   */
  static SourceRules rules(
      @Nullable SourceSettings commandLine,
      @Nullable SourceSettings file,
      @Nullable ForgeSettings forge,
      boolean local) {
    SourceSettings said =
        (commandLine == null ? EMPTY : commandLine).or(file == null ? EMPTY : file);
    Set<Origin> origins = new HashSet<>();
    Map<URI, Supplier<String>> tokens = new HashMap<>();
    if (forge != null) {
      origins.add(Origin.of(forge.address().toString()));
      tokens.put(forge.address(), forge.token()::read);
    }
    if (said.localPaths == null ? local : said.localPaths) {
      origins.add(Origin.LOCAL);
    }
    for (String host : said.hosts == null ? List.<String>of() : said.hosts) {
      origins.add(Origin.of(address("--source-hosts", host).toString()));
    }
    (said.tokens == null ? Map.<String, String>of() : said.tokens)
        .forEach((host, name) -> add(host, name, origins, tokens));
    return new SourceRules(origins, tokens);
  }

  private static void add(
      String host, String name, Set<Origin> origins, Map<URI, Supplier<String>> tokens) {
    URI address = address("--source-tokens", host);
    Origin origin = Origin.of(address.toString());
    if (origin.scheme().equals("ssh")) {
      throw new StartupException(
          "--source-tokens has a token for %s, and ssh takes none: give cc-ci's user a key, or name the host for https."
              .formatted(origin));
    }
    SecretFile token = new SecretFile("--source-tokens", Path.of(name));
    token.read();
    tokens.keySet().removeIf(other -> Origin.of(other.toString()).equals(origin));
    tokens.put(address, token::read);
    origins.add(origin);
  }

  private SourceSettings or(SourceSettings other) {
    return new SourceSettings(
        hosts == null ? other.hosts : hosts,
        localPaths == null ? other.localPaths : localPaths,
        tokens == null ? other.tokens : tokens);
  }

  private static URI address(String option, String host) {
    try {
      URI address = URI.create(host.contains("://") ? host : "https://" + host);
      String path = address.getPath();
      if (!Origin.of(address.toString()).equals(Origin.LOCAL)
          && (path == null || path.length() < 2)) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // said below, without what was given: there may be a password in it
    }
    throw new StartupException(
        "What is given to %s is no host: give one like git.example.org, git.example.org:8443 or http://127.0.0.1:3000."
            .formatted(option));
  }
}
