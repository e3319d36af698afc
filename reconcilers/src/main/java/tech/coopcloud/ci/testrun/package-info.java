/**
 * Steps a TestRun from Pending to Done. {@link tech.coopcloud.ci.testrun.TestRunReconciler} is the
 * table of contents: observe, let {@link tech.coopcloud.ci.testrun.Decider} choose the next step,
 * act once, let {@link tech.coopcloud.ci.testrun.Summary} put the outcome into conditions. One step
 * is one file. What the next reconcile needs is in the object or in the swarm, never in memory.
 */
@NullMarked
package tech.coopcloud.ci.testrun;

import org.jspecify.annotations.NullMarked;
