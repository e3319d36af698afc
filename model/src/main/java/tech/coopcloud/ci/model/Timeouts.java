package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long each stage may take, e.g. 90s or 20m; one that is not named has no limit of its own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Timeouts(
    @Pattern(Formats.DURATION) @Nullable String lint,
    @Pattern(Formats.DURATION) @Nullable String install,
    @Pattern(Formats.DURATION) @Nullable String functional,
    @Pattern(Formats.DURATION) @Nullable String backup,
    @Pattern(Formats.DURATION) @Nullable String restore,
    @Pattern(Formats.DURATION) @Nullable String upgrade) {

  /** How long the stage may take, or null. */
  @Nullable Duration of(StageName stage) {
    String text =
        switch (stage) {
          case LINT -> lint;
          case INSTALL -> install;
          case FUNCTIONAL -> functional;
          case BACKUP -> backup;
          case RESTORE -> restore;
          case UPGRADE -> upgrade;
        };
    return text == null ? null : Formats.duration(text);
  }
}
