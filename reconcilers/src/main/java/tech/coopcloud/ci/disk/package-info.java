/** How full a file system is, and deleting. What goes, and when, is for others to say. */
@NullMarked
package tech.coopcloud.ci.disk;

import org.jspecify.annotations.NullMarked;
