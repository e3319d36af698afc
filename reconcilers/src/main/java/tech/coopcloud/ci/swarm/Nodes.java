package tech.coopcloud.ci.swarm;

/**
 * On which nodes of a swarm the tasks of runs are placed. Containers and volumes of another node
 * are out of the manager's reach: what is deployed there cannot be backed up or looked into, its
 * images are not removed, and its volumes stay.
 */
public enum Nodes {
  /** On the one whose engine is talked to. */
  THIS,
  /** Where Swarm likes. */
  ALL
}
