package tech.coopcloud.ci.swarm;

import java.util.Map;

/**
 * A container for foreign programs. It has no network but itself, no privileges, no volume and no
 * way to gain any; it does nothing until a command is run in it.
 *
 * @param name of the container; one of the same owner and name makes place for it
 * @param environment of every command
 * @param hosts names that lead to the container itself, and how: name to address
 * @param folders the only ones that can be written to, each with its largest size in bytes; they
 *     count as memory
 * @param nanoCpus billionths of a CPU
 * @param pids how many processes and threads
 */
public record Sandbox(
    String name,
    String image,
    Map<String, String> environment,
    Map<String, String> hosts,
    Map<String, Long> folders,
    long memoryBytes,
    long nanoCpus,
    long pids) {
  public Sandbox {
    environment = Map.copyOf(environment);
    hosts = Map.copyOf(hosts);
    folders = Map.copyOf(folders);
  }
}
