/**
 * The oracle of the recipe format: whatever {@code docker stack deploy} makes of a recipe's files,
 * our own path has to make too. Both deploy to the real engine, and what it then says is compared.
 */
package tech.coopcloud.ci.oracle;
