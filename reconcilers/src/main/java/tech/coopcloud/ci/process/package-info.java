/** Ending programs that cc-ci has started. */
@NullMarked
package tech.coopcloud.ci.process;

import org.jspecify.annotations.NullMarked;
