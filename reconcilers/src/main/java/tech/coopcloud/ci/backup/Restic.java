package tech.coopcloud.ci.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the restic program, with nothing of the user's configuration and with its password by
 * environment.
 */
final class Restic {
  private static final int MOST_WORDS = 4 << 10;

  private final String program;
  private final Path home;
  private final Path repository;
  private final String password;

  /**
   * @param home a folder of ours, for what it has to say and whatever it may want to keep
   */
  Restic(String program, Path home, Path repository, String password) {
    this.program = program;
    this.home = home;
    this.repository = repository;
    this.password = password;
  }

  /** Gives the program what it reads; closing is done for it. */
  interface Source {
    void writeTo(OutputStream stdin) throws Exception;
  }

  /** Takes what the program writes. */
  interface Sink {
    void readFrom(InputStream stdout) throws Exception;
  }

  void feed(Source source, String... arguments) throws Exception {
    run(source, stdout -> stdout.transferTo(OutputStream.nullOutputStream()), arguments);
  }

  void read(Sink sink, String... arguments) throws Exception {
    run(stdin -> {}, sink, arguments);
  }

  void run(String... arguments) throws Exception {
    feed(stdin -> {}, arguments);
  }

  private void run(Source source, Sink sink, String... arguments) throws Exception {
    Path words = Files.createTempFile(home, "restic", ".err");
    try {
      Process process = start(words, arguments);
      try {
        source.writeTo(process.getOutputStream());
        process.getOutputStream().close();
        sink.readFrom(new Unclosed(process.getInputStream()));
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        if (process.waitFor() != 0) {
          throw failed(words, arguments);
        }
      } catch (IOException e) {
        if (process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() != 0) {
          throw failed(words, arguments); // it says more than that a pipe broke
        }
        throw new ResticException(
            "What restic " + arguments[0] + " was to carry broke off: " + e.getMessage() + ".");
      } finally {
        // While it lives it would take a stream that broke off for one that is whole.
        process.destroyForcibly();
      }
    } finally {
      Files.deleteIfExists(words);
    }
  }

  private Process start(Path words, String... arguments) throws IOException, ResticException {
    List<String> command = new ArrayList<>(List.of(program, "--no-cache", "--quiet"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(words.toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("HOME", home.toString());
    environment.put("LC_ALL", "C");
    environment.put("RESTIC_REPOSITORY", repository.toString());
    environment.put("RESTIC_PASSWORD", password);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ResticException(
          "The restic program cannot be run ("
              + e.getMessage()
              + "): install restic where cc-ci runs, or name it in CC_CI_RESTIC.");
    }
  }

  private ResticException failed(Path words, String... arguments) throws IOException {
    String said =
        Files.exists(words) ? Files.readString(words, StandardCharsets.UTF_8).strip() : "";
    if (said.length() > MOST_WORDS) {
      said = said.substring(said.length() - MOST_WORDS);
    }
    return new ResticException("restic " + arguments[0] + " failed: " + said);
  }

  /** Whoever reads may close it when the end is reached; the program still has to be heard out. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // closed with the program
    }
  }
}
