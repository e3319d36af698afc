package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A file that a service finds in its containers, before anything in them starts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlacedFile(
    @JsonPropertyDescription("Short name of the service. Default: app.") @Nullable String service,
    @Required
        @Pattern("^/.*[^/]$") @JsonPropertyDescription("Where it is in the containers, e.g. /etc/app/local.ini.")
        String path,
    @Required
        @Size(min = 1, max = 1_000_000) @JsonPropertyDescription(
            "What stands in it; the placeholders of deploy.env work here, too.")
        String content,
    @Pattern("^0?[0-7]{3}$") @JsonPropertyDescription("Its permission bits, in octal. Default: 0444.")
        @Nullable String mode) {

  /** Short name of the service. */
  public String serviceOrDefault() {
    return service == null ? ExecCheck.DEFAULT_SERVICE : service;
  }

  /** The permission bits. */
  public int permissions() {
    return mode == null ? 0444 : Integer.parseInt(mode, 8);
  }
}
