package tech.coopcloud.ci.controller.ccctl;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How a command finds its server; the same for every command. Its token stands in the kubeconfig,
 * or in the file that this names: one on a command line is there for everybody to see.
 */
final class ServerOptions {
  private static final Path SYSTEM = Path.of("/var/lib/cc-ci/kubeconfig");

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Kubeconfig of the server. Default: $$CCCI_KUBECONFIG, $$KUBECONFIG,"
              + " ~/.config/cc-ci/kubeconfig, /var/lib/cc-ci/kubeconfig.")
  @Nullable Path kubeconfig;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of the server; its kubeconfig is used.")
  @Nullable Path data;

  @Option(
      names = {"-s", "--server"},
      paramLabel = "URL",
      description = "Address of the server, instead of the kubeconfig's.")
  @Nullable String server;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace of the request. Default: the kubeconfig's.")
  @Nullable String namespace;

  /**
   * @throws CcctlException when no server can be found
   */
  Server resolve() {
    Server found;
    if (server != null && kubeconfig == null && data == null) {
      found = new Server(address(server, "--server"), null, null, "default");
    } else {
      found = Kubeconfig.read(file());
    }
    URI address = server == null ? found.address() : address(server, "--server");
    return new Server(
        address, found.caPem(), found.token(), namespace == null ? found.namespace() : namespace);
  }

  static URI address(String text, String where) {
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw CcctlException.usage(
        "\"%s\" (%s) is not the address of a server: write it like https://127.0.0.1:8443."
            .formatted(text, where));
  }

  private Path file() {
    if (kubeconfig != null) {
      return kubeconfig;
    }
    if (data != null) {
      return data.resolve("kubeconfig");
    }
    List<Path> candidates = new ArrayList<>();
    for (String variable : List.of("CCCI_KUBECONFIG", "KUBECONFIG")) {
      String value = System.getenv(variable);
      if (value != null && !value.isBlank()) {
        for (String path : value.split(":", -1)) {
          candidates.add(Path.of(path));
        }
        if (candidates.size() == 1) {
          return candidates.getFirst();
        }
      }
    }
    candidates.add(Path.of(System.getProperty("user.home", "."), ".config/cc-ci/kubeconfig"));
    candidates.add(SYSTEM);
    return candidates.stream()
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow(
            () ->
                new CcctlException(
                    ExitCode.UNREACHABLE,
                    "error: no server found: name the data directory that \"cc-ci serve\" was given"
                        + " with --data DIR, or its kubeconfig with --kubeconfig FILE or"
                        + " $CCCI_KUBECONFIG."));
  }
}
