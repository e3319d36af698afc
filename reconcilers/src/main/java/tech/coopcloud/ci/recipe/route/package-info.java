/**
 * The rules by which a recipe's labels have Traefik route, read: what they say, not what follows
 * from it. Pure; the ingress matches requests by them, the policy judges which hosts they take.
 */
@NullMarked
package tech.coopcloud.ci.recipe.route;

import org.jspecify.annotations.NullMarked;
