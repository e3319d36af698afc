/**
 * The Kubernetes API over an {@link tech.coopcloud.ci.store.object.ObjectStore}: discovery,
 * OpenAPI, reads, writes, patches and watches, as kubectl and the client libraries expect them.
 * HTTP and nothing but HTTP: what becomes of an object is decided in {@code object}, where it is
 * kept is the store's affair.
 */
@NullMarked
package tech.coopcloud.ci.store.rest;

import org.jspecify.annotations.NullMarked;
