package tech.coopcloud.ci.controller.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A recipe with data to be kept: files in one volume, and a "database" in another that is backed up
 * as a dump.
 */
final class Kept {
  /** Data in the database, and how it is read back. */
  static final String SEEDS =
      """
      health: {browser: false, timeout: 60s}
      seeds:
        - name: table
          write: {exec: {service: db, command: [sh, -c, "echo {{seed}} > /data/table"]}}
          read: {exec: {service: db, command: [cat, /data/table], contains: "{{seed}}"}}
      """;

  private static final String COMPOSE =
      """
      version: "3.8"
      services:
        app:
          image: nginx:1.27.2
          command: ["sh", "-c", "mkdir -p /kept/uploads; exec nginx -g 'daemon off;'"]
          volumes: ["content:/kept", "cache:/cache"]
          networks: [proxy]
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
              - "backupbot.backup=true"
              - "backupbot.backup.volumes.cache=false"
              - "backupbot.backup.volumes.content.path=uploads"
        db:
          image: busybox:1.36
          command: ["sh", "-c", "touch /data/table; exec sleep 100000"]
          stop_grace_period: 1s
          volumes: ["data:/data"]
          deploy:
            restart_policy: {condition: on-failure}
            labels:
              - "org.example.kept=yes"
              - "backupbot.backup=true"
              - "backupbot.backup.pre-hook=cat /data/table | cat > /data/dump"
              - "backupbot.backup.post-hook=rm /data/dump"
              - "backupbot.backup.volumes.data.path=dump"
              - "backupbot.restore=true"
              - "backupbot.restore.post-hook=sh -c 'cat /data/dump > /data/table && rm /data/dump'"
      networks:
        proxy: {external: true}
      volumes:
        content: {}
        cache: {}
        data: {}
      """;

  private Kept() {}

  /** Its files. */
  static Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    files.put("compose.yml", COMPOSE);
    files.put(".env.sample", "TYPE=kept\nDOMAIN=kept.example.com\nLETS_ENCRYPT_ENV=production\n");
    return files;
  }

  /** Its files, with something else in the compose file. */
  static Map<String, String> with(String what, String instead) {
    return change(files(), what, instead);
  }

  /** The files, with something else in the compose file. */
  static Map<String, String> change(Map<String, String> files, String what, String instead) {
    String compose = files.get("compose.yml");
    if (!compose.contains(what)) {
      throw new IllegalArgumentException(what + " does not stand in the compose file");
    }
    files.put("compose.yml", compose.replace(what, instead));
    return files;
  }

  /** Its files, without the lines of the compose file that have this. */
  static Map<String, String> without(String what) {
    Map<String, String> files = files();
    files.put(
        "compose.yml",
        COMPOSE
            .lines()
            .filter(line -> !line.contains(what))
            .collect(Collectors.joining("\n", "", "\n")));
    return files;
  }
}
