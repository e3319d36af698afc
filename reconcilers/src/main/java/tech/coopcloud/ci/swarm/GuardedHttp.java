package tech.coopcloud.ci.swarm;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.Set;

/**
 * The one way to the engine. A request that only looks passes; before every other one the guard is
 * asked, so that no change can be made around it.
 *
 * @param guard throws, or ends the process, when nothing may be changed any more
 */
record GuardedHttp(DockerHttpClient http, Runnable guard) implements DockerHttpClient {
  private static final Set<String> LOOKS = Set.of("GET", "HEAD");

  @Override
  public Response execute(Request request) {
    if (!LOOKS.contains(request.method())) {
      guard.run();
    }
    return http.execute(request);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
