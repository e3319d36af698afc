/**
 * Starts runs when the time of a Schedule comes. What was started and what comes next is in the
 * Schedule's status alone; Quartz reads cron expressions and wakes the reconciler.
 */
@NullMarked
package tech.coopcloud.ci.schedule;

import org.jspecify.annotations.NullMarked;
