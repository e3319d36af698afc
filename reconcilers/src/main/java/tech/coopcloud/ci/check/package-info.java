/**
 * The checks that a Recipe declares, judged: what an answer, an output or a document must be, and
 * the templates in their texts. Pure: what is judged was fetched by others.
 */
@NullMarked
package tech.coopcloud.ci.check;

import org.jspecify.annotations.NullMarked;
