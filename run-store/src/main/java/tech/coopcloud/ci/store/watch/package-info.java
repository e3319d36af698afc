/**
 * Tells watchers of changes: a bounded history for every type, replayed from any version that it
 * still holds, then followed live. Knows neither git nor HTTP.
 */
@NullMarked
package tech.coopcloud.ci.store.watch;

import org.jspecify.annotations.NullMarked;
