/**
 * The forge: the part of Gitea's REST API that cc-ci needs, typed. Knows nothing of runs. The token
 * goes into one header of requests to the configured address and nowhere else: redirects are not
 * followed, and no failure names it.
 */
@NullMarked
package tech.coopcloud.ci.forge;

import org.jspecify.annotations.NullMarked;
