package tech.coopcloud.ci.swarm;

/** For tests that look at what is created, and never at whether it answers. */
public final class SwarmWithIpvs {
  private SwarmWithIpvs() {}

  /** Creates services as recipes ask for them: anywhere, with virtual IPs and ingress ports. */
  public static Swarm open() {
    return new DockerSwarm(Nodes.ALL, () -> {}, true);
  }
}
