/** Sums up in each Recipe's status how its runs went, and lets finished runs go. */
@NullMarked
package tech.coopcloud.ci.history;

import org.jspecify.annotations.NullMarked;
