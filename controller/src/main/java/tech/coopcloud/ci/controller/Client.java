package tech.coopcloud.ci.controller;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How the reconcilers and the dashboard reach the API: as any other client of it would. */
final class Client {
  private Client() {}

  /**
   * @param caCertificate the CA of the API's certificate, in PEM
   */
  static KubernetesClient of(URI server, String caCertificate, String token) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.toString())
            .withCaCertData(
                Base64.getEncoder().encodeToString(caCertificate.getBytes(StandardCharsets.UTF_8)))
            .withOauthToken(token)
            .withNamespace("default")
            .withHttp2Disable(true)
            .withOnlyHttpWatches(true)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
