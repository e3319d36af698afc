/**
 * Which images cc-ci pulled, what they are needed for, and when they go again. Nothing else in the
 * engine is ever taken for an image of ours.
 */
@NullMarked
package tech.coopcloud.ci.image;

import org.jspecify.annotations.NullMarked;
