package tech.coopcloud.ci.controller.e2e;

import java.util.HashMap;
import java.util.Map;

/** A small site that has one of everything: network, volume, secret, config, service. */
final class Site {
  static final String COMPOSE =
      """
      version: "3.8"
      services:
        app:
          image: nginx:1.27.2
          configs:
            - source: index
              target: /usr/share/nginx/html/index.html
          secrets: [password]
          volumes: [data:/data]
          networks: [proxy, internal]
          healthcheck:
            test: ["CMD", "curl", "-f", "http://127.0.0.1/"]
            interval: 1s
            timeout: 5s
            retries: 30
          deploy:
            restart_policy: {condition: on-failure}
            labels:
              - "traefik.enable=true"
              - "traefik.docker.network=proxy"
              - "traefik.http.routers.${STACK_NAME}.rule=Host(`${DOMAIN}`)"
              - "traefik.http.routers.${STACK_NAME}.entrypoints=web-secure"
              - "traefik.http.routers.${STACK_NAME}.tls=true"
              - "traefik.http.services.${STACK_NAME}.loadbalancer.server.port=80"
              - "coop-cloud.${STACK_NAME}.version=1.0.0+1.27.2"
      networks:
        proxy: {external: true}
        internal: {}
      volumes:
        data: {}
      configs:
        index:
          name: ${STACK_NAME}_index_${INDEX_VERSION}
          file: index.html
      secrets:
        password:
          external: true
          name: ${STACK_NAME}_password_${SECRET_PASSWORD_VERSION}
      """;

  private Site() {}

  /** Its files. */
  static Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    files.put("compose.yml", COMPOSE);
    files.put("abra.sh", "export INDEX_VERSION=v1\n");
    files.put(
        ".env.sample",
        """
        TYPE=site
        DOMAIN=site.example.com
        LETS_ENCRYPT_ENV=production
        SECRET_PASSWORD_VERSION=v1 # length=24
        """);
    files.put(
        "index.html",
        "<!doctype html><html><head><title>A small site</title></head><body><h1>Hello</h1></body></html>\n");
    return files;
  }

  /** Its files, with something else in the compose file. */
  static Map<String, String> with(String what, String instead) {
    if (!COMPOSE.contains(what)) {
      throw new IllegalArgumentException(what + " does not stand in the compose file");
    }
    Map<String, String> files = files();
    files.put("compose.yml", COMPOSE.replace(what, instead));
    return files;
  }
}
