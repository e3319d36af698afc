/** Opens pages of deployments in Chromium. The only importer of Playwright. */
@NullMarked
package tech.coopcloud.ci.browser;

import org.jspecify.annotations.NullMarked;
