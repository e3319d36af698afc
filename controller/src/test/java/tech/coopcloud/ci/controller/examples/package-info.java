/** Runs what the folder {@code examples} holds, as a reader of the README would. */
@NullMarked
package tech.coopcloud.ci.controller.examples;

import org.jspecify.annotations.NullMarked;
