/** Holds the structure that the code is meant to have. */
@NullMarked
package tech.coopcloud.ci.controller.architecture;

import org.jspecify.annotations.NullMarked;
