/**
 * The kinds of cc-ci ({@code ci.coopcloud.tech/v1alpha1}): {@link tech.coopcloud.ci.model.TestRun}
 * and {@link tech.coopcloud.ci.model.Recipe}, their defaults, and the words that their conditions
 * use. The CRDs are generated from these classes at build time. Nothing here does I/O.
 */
@NullMarked
package tech.coopcloud.ci.model;

import org.jspecify.annotations.NullMarked;
