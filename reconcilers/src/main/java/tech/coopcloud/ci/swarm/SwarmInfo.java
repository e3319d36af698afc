package tech.coopcloud.ci.swarm;

/**
 * What kind of swarm this is.
 *
 * @param engineVersion version of the manager's engine
 * @param nodeId this node
 * @param nodes how many nodes the swarm has
 * @param cpus of this node
 * @param memoryBytes of this node
 * @param ipvs whether the kernel has IPVS; without it a service's virtual IP and the ingress mesh
 *     never answer, so services are created with endpoint mode dnsrr and ports in host mode
 */
public record SwarmInfo(
    String engineVersion, String nodeId, int nodes, int cpus, long memoryBytes, boolean ipvs) {}
