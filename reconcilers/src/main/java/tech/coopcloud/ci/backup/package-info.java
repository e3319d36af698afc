/**
 * Backups as backup-bot-two takes them: what the labels of a stack ask for, the restic repository
 * of a run, and a look into what was captured. Drives the restic program; knows no swarm.
 */
@NullMarked
package tech.coopcloud.ci.backup;

import org.jspecify.annotations.NullMarked;
