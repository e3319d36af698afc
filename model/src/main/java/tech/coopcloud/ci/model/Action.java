package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** One thing to do to a live deployment: an HTTP call or a command in a service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Action(@Nullable HttpCheck http, @Nullable ExecCheck exec) {}
