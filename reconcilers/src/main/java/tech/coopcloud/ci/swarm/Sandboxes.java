package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts sandboxes. */
final class Sandboxes {
  /** Nobody: no file of the image is this user's. */
  private static final String USER = "65534:65534";

  private static final String WORK = "/work";

  private final Engine engine;
  private final Remover remover;

  Sandboxes(Engine engine, Remover remover) {
    this.engine = engine;
    this.remover = remover;
  }

  String start(Sandbox sandbox, Owner owner) {
    removeEarlier(sandbox, owner);
    DockerClient docker = engine.docker();
    return engine.call(
        "start the container " + sandbox.name(),
        () -> {
          String id =
              docker
                  .createContainerCmd(sandbox.image())
                  .withName(sandbox.name())
                  .withUser(USER)
                  .withWorkingDir(WORK)
                  .withLabels(owner.labels())
                  .withEnv(
                      sandbox.environment().entrySet().stream()
                          .map(it -> it.getKey() + "=" + it.getValue())
                          .sorted()
                          .toList())
                  .withEntrypoint(List.of())
                  .withCmd("sleep", "infinity")
                  .withHostConfig(confined(sandbox))
                  .exec()
                  .getId();
          docker.startContainerCmd(id).exec();
          return id;
        });
  }

  private static HostConfig confined(Sandbox sandbox) {
    Map<String, String> folders = new TreeMap<>();
    sandbox
        .folders()
        .forEach(
            (folder, size) ->
                folders.put(
                    folder,
                    "rw,exec,nosuid,nodev,uid=65534,gid=65534,mode=0700,size=%d".formatted(size)));
    return HostConfig.newHostConfig()
        .withNetworkMode("none")
        .withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withInit(true)
        .withMemory(sandbox.memoryBytes())
        .withMemorySwap(sandbox.memoryBytes())
        .withNanoCPUs(sandbox.nanoCpus())
        .withPidsLimit(sandbox.pids())
        .withTmpFs(folders)
        .withSysctls(Map.of("net.ipv4.ip_unprivileged_port_start", "0"))
        .withExtraHosts(
            sandbox.hosts().entrySet().stream()
                .map(it -> it.getKey() + ":" + it.getValue())
                .sorted()
                .toArray(String[]::new));
  }

  /** What an earlier attempt left is not to be trusted to be as it was left. */
  private void removeEarlier(Sandbox sandbox, Owner owner) {
    String what = "look for the container " + sandbox.name();
    engine.callUnlessGone(
        what,
        () -> {
          var there = engine.docker().inspectContainerCmd(sandbox.name()).exec();
          Map<String, String> labels = there.getConfig().getLabels();
          if (labels == null || !labels.entrySet().containsAll(owner.labels().entrySet())) {
            throw new SwarmException.Refused(
                "The container "
                    + sandbox.name()
                    + " is there already and is not of this run: remove it.",
                null);
          }
          remover.container(there.getId());
        });
  }
}
