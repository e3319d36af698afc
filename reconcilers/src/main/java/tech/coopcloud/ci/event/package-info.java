/** Writes Kubernetes Events about our objects. */
@NullMarked
package tech.coopcloud.ci.event;

import org.jspecify.annotations.NullMarked;
