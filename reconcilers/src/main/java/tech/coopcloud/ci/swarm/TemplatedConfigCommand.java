package tech.coopcloud.ci.swarm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.command.CreateConfigCmd;
import com.github.dockerjava.core.command.CreateConfigCmdImpl;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates a config whose data Swarm evaluates as a template, which docker-java does not know. */
final class TemplatedConfigCommand extends CreateConfigCmdImpl {
  private final String driver;

  TemplatedConfigCommand(CreateConfigCmd.Exec execution, String driver) {
    super(execution);
    this.driver = driver;
  }

  @JsonProperty("Templating")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable Map<String, String> templating() {
    return driver.isEmpty() ? null : Map.of("Name", driver);
  }
}
