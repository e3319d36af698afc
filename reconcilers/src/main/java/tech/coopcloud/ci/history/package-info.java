/** Sums up in each Recipe's status how its runs went. */
@NullMarked
package tech.coopcloud.ci.history;

import org.jspecify.annotations.NullMarked;
