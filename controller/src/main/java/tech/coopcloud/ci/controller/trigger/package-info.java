/**
 * What starts runs without anybody at the API: comments on pull requests. {@link
 * tech.coopcloud.ci.controller.trigger.CommentReconciler} looks at a repository, now and then and
 * whenever a webhook hints at it; a webhook's payload is believed in nothing but the repository's
 * name, so both ways read the same comments with the same rules.
 */
@NullMarked
package tech.coopcloud.ci.controller.trigger;

import org.jspecify.annotations.NullMarked;
