/** How full a file system is. What goes when it is too full is for others to say. */
@NullMarked
package tech.coopcloud.ci.disk;

import org.jspecify.annotations.NullMarked;
