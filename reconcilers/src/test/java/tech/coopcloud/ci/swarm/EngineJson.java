package tech.coopcloud.ci.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.coopcloud.ci.recipe.ServiceSpec;

/** A service as the engine is told to make it. */
public final class EngineJson {
  private EngineJson() {}

  public static JsonNode of(ServiceSpec service, Owner owner) {
    Map<String, String> ids =
        Stream.concat(
                service.container().secrets().stream(), service.container().configs().stream())
            .collect(Collectors.toMap(it -> it.name(), it -> it.name(), (a, b) -> a));
    return DefaultDockerClientConfig.createDefaultConfigBuilder()
        .build()
        .getObjectMapper()
        .valueToTree(
            new ServiceMapping(
                    owner,
                    true,
                    service.container().image(),
                    new ServiceMapping.FileIds(ids, ids),
                    null)
                .map(service));
  }
}
