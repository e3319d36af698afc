package tech.coopcloud.ci.swarm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The plain docker command: eyes other than ours to look at the engine with. */
public final class DockerCli {
  private DockerCli() {}

  private static String binary() {
    String named = System.getenv("CC_CI_DOCKER");
    return Stream.concat(
            Stream.ofNullable(named),
            Stream.concat(
                Stream.of("/usr/bin/docker"),
                Arrays.stream(System.getenv("PATH").split(":")).map(it -> it + "/docker")))
        .filter(it -> Files.isExecutable(Path.of(it)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no docker command: set CC_CI_DOCKER"));
  }

  /** Runs docker and answers its output's lines; a failure is an error of the test. */
  public static List<String> docker(String... args) {
    return docker(new byte[0], args);
  }

  public static List<String> docker(byte[] input, String... args) {
    try {
      List<String> command = Stream.concat(Stream.of(binary()), Arrays.stream(args)).toList();
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      Thread feeder =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (OutputStream out = process.getOutputStream();
                        InputStream in = new ByteArrayInputStream(input)) {
                      in.transferTo(out);
                    } catch (IOException e) {
                      // the command has ended
                    }
                  });
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      feeder.join();
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
      return output.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Everything that carries the label, of any kind, as {@code kind id}. */
  public static List<String> withLabel(String label) {
    String filter = "label=" + label;
    return Stream.of(
            list("service", "service", "ls", "-q", "--filter", filter),
            list("container", "ps", "-aq", "--filter", filter),
            list("network", "network", "ls", "-q", "--filter", filter),
            list("volume", "volume", "ls", "-q", "--filter", filter),
            list("secret", "secret", "ls", "-q", "--filter", filter),
            list("config", "config", "ls", "-q", "--filter", filter))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> list(String kind, String... args) {
    return docker(args).stream().map(id -> kind + " " + id).toList();
  }

  /** A tar archive of one executable file, to make an image of. */
  static byte[] tarOf(String name, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000755");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format("%011o", content.length));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o", sum) + "\0 ");
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512 + 1024]);
    return tar.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
