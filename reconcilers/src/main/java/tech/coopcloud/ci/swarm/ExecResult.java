package tech.coopcloud.ci.swarm;

/**
 * What came of a command in a container.
 *
 * @param exitCode 126 or 127 where the container has no such program
 * @param output what it wrote to standard output and standard error, in the order in which the
 *     engine passed it on; the middle is left out where it is more than 64 KiB
 */
public record ExecResult(int exitCode, String output) {}
