/**
 * Fetches recipes: a git repository, at one commit, into a folder. Drives the git program; runs
 * nothing of the recipe.
 */
@NullMarked
package tech.coopcloud.ci.source;

import org.jspecify.annotations.NullMarked;
