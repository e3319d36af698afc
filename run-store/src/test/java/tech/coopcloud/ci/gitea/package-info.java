/**
 * A real Gitea for tests, those of other modules too, which have it as this module's test jar. It
 * needs the JDK and Jackson alone.
 */
@NullMarked
package tech.coopcloud.ci.gitea;

import org.jspecify.annotations.NullMarked;
