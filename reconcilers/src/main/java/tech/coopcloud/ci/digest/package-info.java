/** Names and values that follow from what they are for, the same at every start. */
@NullMarked
package tech.coopcloud.ci.digest;

import org.jspecify.annotations.NullMarked;
