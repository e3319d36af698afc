/**
 * What an object is, whatever its kind: its type, its identity, the rules for its metadata, its
 * validation, and the {@link tech.coopcloud.ci.store.object.ObjectStore} that keeps it. Pure: no
 * git and no HTTP in here.
 */
@NullMarked
package tech.coopcloud.ci.store.object;

import org.jspecify.annotations.NullMarked;
