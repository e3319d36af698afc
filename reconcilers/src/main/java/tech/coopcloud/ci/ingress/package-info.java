/**
 * Leads a domain to the services of its deployment, as Traefik would: TLS, routing by labels, and
 * asking through it.
 */
@NullMarked
package tech.coopcloud.ci.ingress;

import org.jspecify.annotations.NullMarked;
