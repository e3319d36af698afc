package tech.coopcloud.ci.recipe.policy;

/**
 * A label of Traefik's, e.g. {@code traefik.http.routers.app.rule}.
 *
 * @param key as it is written
 * @param protocol http, tcp or udp
 * @param name of the router, service or middleware, in lower case
 * @param field what comes after the name, in lower case
 */
record RouteLabel(String key, String protocol, String name, String field, String value) {}
