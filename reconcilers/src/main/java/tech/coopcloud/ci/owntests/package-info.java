/**
 * The recipe's own tests: foreign code that is run in a sandbox, reaches the one app it tests and
 * nothing else, and whose results are read with suspicion.
 */
@NullMarked
package tech.coopcloud.ci.owntests;

import org.jspecify.annotations.NullMarked;
