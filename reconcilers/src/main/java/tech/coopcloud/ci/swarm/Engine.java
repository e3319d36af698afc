package tech.coopcloud.ci.swarm;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateConfigCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DefaultDockerCmdExecFactory;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The connection to the Docker engine, and the one place that turns its errors into ours.
 *
 * <p>There are two clients, because a call that goes unanswered for a minute has failed, while a
 * stream of events or of a log may rightly be silent for hours.
 */
final class Engine implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Pattern BODY_MESSAGE =
      Pattern.compile("\\{\\s*\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);
  private static final Pattern RPC =
      Pattern.compile("rpc error: code = (\\w+) desc = ", Pattern.DOTALL);

  private final String host;
  private final DockerClient calls;
  private final DockerClient streams;
  private final DefaultDockerCmdExecFactory commands;

  /**
   * @param guard runs right before every request that changes something
   */
  Engine(Runnable guard) {
    DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    this.host = config.getDockerHost().toString();
    DockerHttpClient http = http(config, ANSWER, guard);
    this.calls = DockerClientImpl.getInstance(config, http);
    this.streams = DockerClientImpl.getInstance(config, http(config, Duration.ZERO, guard));
    this.commands = new DefaultDockerCmdExecFactory(http, config.getObjectMapper());
    commands.init(config);
  }

  private static DockerHttpClient http(
      DockerClientConfig config, Duration silence, Runnable guard) {
    return new GuardedHttp(
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .maxConnections(1000)
            .connectionTimeout(CONNECT)
            .responseTimeout(silence)
            .build(),
        guard);
  }

  /** Whether it is reached by a socket of this machine. */
  boolean isHere() {
    return host.startsWith("unix:");
  }

  /** For calls that answer at once. */
  DockerClient docker() {
    return calls;
  }

  /**
   * The command that creates a config, which docker-java cannot give a template driver.
   *
   * @param driver {@code golang}, or empty
   */
  CreateConfigCmd createConfig(String driver) {
    return new TemplatedConfigCommand(commands.createCreateConfigCmdExec(), driver);
  }

  /** For streams that may be silent for any time. */
  DockerClient streams() {
    return streams;
  }

  /** A time as the engine reads it, to the nanosecond. */
  static String time(Instant time) {
    return String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
  }

  /**
   * Makes a call.
   *
   * @param what the act, for the sentence: "create the network x"
   */
  <T> T call(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (DockerException e) {
      throw exception(what, e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw unreachable(what, cause);
      }
      throw e;
    }
  }

  /** Makes a call that is content when its object is not there. */
  void callUnlessGone(String what, Runnable call) {
    call(
        what,
        () -> {
          try {
            call.run();
          } catch (DockerException e) {
            if (isGone(e)) {
              return false; // gone already, which is what was wanted
            }
            throw e;
          }
          return true;
        });
  }

  /** What goes while it is being removed is not always said by the status of the answer. */
  private static boolean isGone(DockerException e) {
    return e instanceof NotFoundException || message(e).endsWith("not found");
  }

  SwarmException exception(String what, DockerException e) {
    String message = message(e);
    int status = e.getHttpStatus();
    if (mayPass(message)) {
      return new SwarmException.Unavailable(
          "The engine cannot " + what + " yet: " + message + ".", e);
    }
    if (status >= 400 && status < 500) {
      return new SwarmException.Refused("The engine refuses to " + what + ": " + message + ".", e);
    }
    return new SwarmException.Unavailable("The engine failed to " + what + ": " + message + ".", e);
  }

  private SwarmException unreachable(String what, IOException cause) {
    return new SwarmException.Unavailable(
        "The Docker engine at %s does not answer (to %s): %s. Is dockerd running?"
            .formatted(host, what, describe(cause)),
        new UncheckedIOException(cause));
  }

  private static String describe(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** What the engine said, without the wrapping of HTTP, JSON and gRPC, and no full stop. */
  static String message(Throwable e) {
    String text = describe(e);
    Matcher body = BODY_MESSAGE.matcher(text);
    if (body.find()) {
      text = body.group(1).replace("\\n", " ").replace("\\\"", "\"").replace("\\\\", "\\");
    }
    text = RPC.matcher(text).replaceAll("").strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** Whether the same call may succeed later, when something that is going away has gone. */
  private static boolean mayPass(String message) {
    return message.contains("has active endpoints")
        || message.contains("in use")
        || message.contains("update out of sequence")
        || message.contains("already in progress")
        || message.contains("not a swarm manager")
        || message.contains("does not have a leader");
  }

  @Override
  public void close() {
    try {
      try {
        calls.close();
      } finally {
        streams.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
