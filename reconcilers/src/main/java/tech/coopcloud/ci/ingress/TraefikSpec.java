package tech.coopcloud.ci.ingress;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tech.coopcloud.ci.digest.Sha256;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.recipe.ConfigSpec;
import tech.coopcloud.ci.recipe.ContainerSpec;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.SecretValue;
import tech.coopcloud.ci.recipe.ServiceSpec;

/**
 * The Traefik that cc-ci deploys where there is none: what Co-op Cloud's own recipe for Traefik
 * makes of its configuration, but with a certificate that is given instead of ACME, no dashboard,
 * and routes that appear within a second.
 *
 * @param controller id of the installation that it is of; each has its own
 * @param network by which services are reached
 * @param https port of the node for the entrypoint web-secure
 * @param http port of the node for the entrypoint web
 * @param nodeId where it runs: a manager, since it asks the engine about services
 */
record TraefikSpec(
    String controller,
    String network,
    int https,
    int http,
    String nodeId,
    TraefikCertificate certificate) {
  static final String IMAGE = "traefik:v3.6";

  /** Tells one definition from another, so that one that is as it should be is left alone. */
  static final String DEFINITION_LABEL = Api.GROUP + "/ingress-definition";

  private static final int WEB_SECURE = 443;
  private static final int WEB = 80;
  private static final String SOCKET = "/var/run/docker.sock";
  private static final String CERTIFICATE = "/run/secrets/certificate.pem";
  private static final String DYNAMIC = "/etc/traefik/dynamic.yml";

  /** Recipes write their rules as Traefik v2 read them: {@code Host(`a`, `b`)}. */
  private static final String SYNTAX = "v2";

  private List<String> args() {
    return List.of(
        "--global.checknewversion=false",
        "--global.sendanonymoususage=false",
        "--log.level=WARN",
        "--core.defaultrulesyntax=" + SYNTAX,
        "--entrypoints.web.address=:" + WEB,
        "--entrypoints.web.http.redirections.entrypoint.to=web-secure",
        "--entrypoints.web-secure.address=:" + WEB_SECURE,
        "--providers.providersthrottleduration=100ms",
        "--providers.file.filename=" + DYNAMIC,
        "--providers.file.watch=false",
        "--providers.swarm.endpoint=unix://" + SOCKET,
        "--providers.swarm.exposedbydefault=false",
        "--providers.swarm.network=" + network,
        "--providers.swarm.refreshseconds=1");
  }

  /** What to serve besides the routes of services: the certificate, whatever name is asked for. */
  private static String dynamic() {
    return """
        tls:
          stores:
            default:
              defaultCertificate:
                certFile: %1$s
                keyFile: %1$s
        """
        .formatted(CERTIFICATE);
  }

  SecretSpec secret() {
    return new SecretSpec(
        fileName(),
        Map.of(),
        new SecretValue(certificate.pem().getBytes(StandardCharsets.US_ASCII)),
        "");
  }

  ConfigSpec config() {
    return new ConfigSpec(fileName(), Map.of(), dynamic().getBytes(StandardCharsets.US_ASCII), "");
  }

  static String name(String controller) {
    return "cc-ci-traefik-" + controller;
  }

  String name() {
    return name(controller);
  }

  /** Secrets and configs cannot be changed, so another content has another name. */
  private String fileName() {
    return name() + "-" + definition();
  }

  /** 12 hex digits. */
  String definition() {
    String all =
        String.join(
            "\n",
            IMAGE,
            String.join(" ", args()),
            dynamic(),
            https + " " + http,
            nodeId,
            certificate.pem());
    return Sha256.hex(all).substring(0, 12);
  }

  ServiceSpec service() {
    return new ServiceSpec(
        name(),
        name(),
        Map.of(DEFINITION_LABEL, definition()),
        container(),
        new ServiceSpec.Mode(false, 1),
        null,
        new ServiceSpec.RestartPolicy("any", Duration.ofSeconds(1), null, null),
        new ServiceSpec.Placement(List.of("node.id == " + nodeId), List.of(), 0),
        null,
        null,
        null,
        List.of(new ServiceSpec.Attachment(network, List.of(), Map.of())),
        "dnsrr",
        List.of(
            new ServiceSpec.Port(WEB_SECURE, https, "tcp", "host"),
            new ServiceSpec.Port(WEB, http, "tcp", "host")));
  }

  private ContainerSpec container() {
    return new ContainerSpec(
        IMAGE,
        List.of(),
        args(),
        List.of(),
        Map.of(),
        null,
        null,
        List.of(),
        null,
        null,
        null,
        false,
        false,
        true,
        true,
        null,
        null,
        List.of(),
        null,
        List.of(
            new ContainerSpec.Mount(
                "bind", SOCKET, SOCKET, true, null, null, false, null, null, 0)),
        List.of(new ContainerSpec.FileReference(fileName(), CERTIFICATE, "0", "0", 0400)),
        List.of(new ContainerSpec.FileReference(fileName(), DYNAMIC, "0", "0", 0444)),
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }
}
