package tech.coopcloud.ci.model;

import org.jspecify.annotations.Nullable;

/** x */
public record TestRunStatus(@Nullable String phase) {}
