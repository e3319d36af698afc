/**
 * What a recipe may ask of the swarm. Judges the final objects, so that no way of writing a compose
 * file gets around it. Pure: may know the recipe's objects and the Recipe's allowances, nothing
 * else.
 */
@NullMarked
package tech.coopcloud.ci.recipe.policy;

import org.jspecify.annotations.NullMarked;
