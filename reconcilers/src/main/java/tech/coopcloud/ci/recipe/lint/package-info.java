/**
 * What recipes of Co-op Cloud should be like, beyond being readable: one rule a method, a table of
 * rules a file. Pure; judges {@link tech.coopcloud.ci.recipe.RecipeFacts} only.
 */
@NullMarked
package tech.coopcloud.ci.recipe.lint;

import org.jspecify.annotations.NullMarked;
