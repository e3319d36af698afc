/**
 * {@code ccctl}, the command line client: it talks to the Kubernetes API of cc-ci and behaves as
 * kubectl does. It runs as a process of its own that lives for a moment, so only the JDK, picocli,
 * Jackson and SnakeYAML may enter; no Kubernetes client and none of the server's packages. {@code
 * ccctl recipe} alone reads recipes, and loads the classes for it when it is asked to.
 */
@NullMarked
package tech.coopcloud.ci.controller.ccctl;

import org.jspecify.annotations.NullMarked;
