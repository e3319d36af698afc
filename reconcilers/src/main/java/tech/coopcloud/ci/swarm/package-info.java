/**
 * The Docker Swarm, as the reconcilers see it: create one object, observe what a run has, remove
 * one kind of object. The only importer of docker-java.
 */
@NullMarked
package tech.coopcloud.ci.swarm;

import org.jspecify.annotations.NullMarked;
