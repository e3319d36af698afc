/** Steps a TestRun from Pending to Done: observe, decide, act once. */
@NullMarked
package tech.coopcloud.ci.testrun;

import org.jspecify.annotations.NullMarked;
