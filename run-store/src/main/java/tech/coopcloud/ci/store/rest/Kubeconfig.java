package tech.coopcloud.ci.store.rest;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The file that kubectl and every client library connects by. */
public final class Kubeconfig {
  private Kubeconfig() {}

  /**
   * Writes a kubeconfig with mode 0600, at once and whole.
   *
   * @param server e.g. {@code https://127.0.0.1:8443}
   * @param caCertificate the CA, in PEM
   * @param plain the same API over plain HTTP on loopback, for clients that know the extension
   *     {@code ci.coopcloud.tech/plain}; null where there is none
   */
  public static void write(
      Path file, URI server, String caCertificate, String token, @Nullable URI plain)
      throws IOException {
    String ca = Base64.getEncoder().encodeToString(caCertificate.getBytes(StandardCharsets.UTF_8));
    PrivateFiles.write(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters:
          - name: cc-ci
            cluster:
              server: %s
              certificate-authority-data: %s
        %susers:
          - name: cc-ci
            user:
              token: %s
        contexts:
          - name: cc-ci
            context:
              cluster: cc-ci
              user: cc-ci
              namespace: default
        current-context: cc-ci
        """
            .formatted(server, ca, plain == null ? "" : extension(plain), token));
  }

  private static String extension(URI plain) {
    return """
              extensions:
                - name: ci.coopcloud.tech/plain
                  extension:
                    server: %s
        """
        .formatted(plain);
  }
}
