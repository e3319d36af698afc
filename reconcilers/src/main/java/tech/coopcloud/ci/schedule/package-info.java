/**
 * Starts runs that nobody asks for: when the time of a Schedule comes, when a version is published.
 * What was started is in the status of the Schedule or the Recipe alone; Quartz reads cron
 * expressions and wakes the reconciler.
 */
@NullMarked
package tech.coopcloud.ci.schedule;

import org.jspecify.annotations.NullMarked;
