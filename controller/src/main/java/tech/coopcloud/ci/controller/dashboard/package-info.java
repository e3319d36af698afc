/**
 * The pages that show runs and recipes, the endpoints for logs and screenshots, metrics and health.
 * Nothing here changes anything: every route is a GET. What it shows comes from recipes and is
 * hostile: text is escaped by the template engine, pages carry a Content-Security-Policy without
 * inline scripts, and only plain file names are served. The templates stand in {@code src/main/jte}
 * and are compiled into this package, which is why the views may be package-private.
 */
@NullMarked
package tech.coopcloud.ci.controller.dashboard;

import org.jspecify.annotations.NullMarked;
