/** The log of a run: one file, complete before the run's deployment goes, with no secret in it. */
@NullMarked
package tech.coopcloud.ci.log;

import org.jspecify.annotations.NullMarked;
