/** The process: wires the parts together, top to bottom. */
@NullMarked
package tech.coopcloud.ci.controller;

import org.jspecify.annotations.NullMarked;
