/**
 * Shows a run on the pull request that asked for it. What the pull request should show follows from
 * the TestRun: {@link tech.coopcloud.ci.report.ReportReconciler} brings the forge there, and keeps
 * in {@code status.report} what it must not do twice. Likewise the level of a Recipe, in the
 * description of its repository: {@link tech.coopcloud.ci.report.DescriptionReconciler}. What a
 * recipe made us say is hostile: {@link tech.coopcloud.ci.report.Foreign} stands before all of it.
 */
@NullMarked
package tech.coopcloud.ci.report;

import org.jspecify.annotations.NullMarked;
