package tech.coopcloud.ci.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.swarm.Swarm.LogLine;

/**
 * The log of one run: lines {@code 2026-01-02T03:04:05.678901Z source | text}. Safe for several
 * threads. Every line is with the operating system when the call returns, so it outlives the
 * process. A line that a container wrote is taken once, however often it is offered, also after a
 * restart: lines of one container come in order, so those that are not newer than the last one
 * taken are known. The file names a container by its service and slot alone: of what was written
 * before a restart, the newest line of a slot counts for whatever was there.
 */
public final class RunLog {
  /** The file in the run's folder. */
  public static final String FILE = "run.log";

  /** Stands beside the log once nothing more will be written. */
  public static final String DONE = "log.done";

  /** Who speaks when it is not a container. */
  public static final String OURSELVES = "cc-ci";

  /** A run that writes more than this is cut: the disk is everybody's. */
  static final long MOST_BYTES = 64L << 20;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern UNPRINTABLE =
      Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\t]]");

  private final Path folder;
  private final Redactor redactor;
  private final Map<String, Instant> before = new HashMap<>();
  private final Map<Output, Instant> newest = new HashMap<>();
  private final BufferedWriter writer;
  private long bytes;
  private @Nullable String lastSaid;

  private record Output(String container, String source) {}

  RunLog(Path folder, Redactor redactor) {
    this.folder = folder;
    this.redactor = redactor;
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(FILE);
      if (Files.exists(file)) {
        bytes = Files.size(file);
        rememberNewest(file);
      }
      this.writer =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the log and the screenshots of the run are. */
  public Path folder() {
    return folder;
  }

  public Redactor redactor() {
    return redactor;
  }

  /** Says what was decided, and why. */
  public synchronized void say(String text) {
    lastSaid = text;
    String printable = text.lines().map(RunLog::printable).collect(Collectors.joining("\n"));
    for (String line : redactor.clean(printable).split("\n", -1)) {
      write(Instant.now(), OURSELVES, line);
    }
  }

  /** Says it unless it was the last thing said: for what is looked at again and again. */
  public synchronized void sayOnce(String text) {
    if (!text.equals(lastSaid)) {
      say(text);
    }
  }

  /** Takes a line that a container wrote, unless it was taken before. */
  public synchronized void take(LogLine line) {
    String source = line.service() + "." + line.slot() + (line.stderr() ? " err" : "");
    Output output = new Output(line.container(), source);
    Instant last = newest.getOrDefault(output, before.getOrDefault(source, Instant.MIN));
    if (!line.at().isAfter(last)) {
      return;
    }
    newest.put(output, line.at());
    write(line.at(), source, redactor.clean(printable(line.text())));
  }

  /** Nothing more will be written: readers that follow may go. */
  public synchronized void complete() {
    try {
      writer.close();
      Path done = folder.resolve(DONE);
      if (!Files.exists(done)) {
        Files.createFile(done);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Instant at, String source, String text) {
    if (bytes > MOST_BYTES) {
      return;
    }
    String line = TIME.format(at) + " " + source + " | " + text + "\n";
    bytes += line.length();
    if (bytes > MOST_BYTES) {
      line = TIME.format(at) + " " + OURSELVES + " | The log is cut here: it is over 64 MiB.\n";
    }
    try {
      writer.write(line);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Control characters could move the cursor of whoever reads the log in a terminal. Goes before
   * the redactor, so that nothing in the midst of a secret hides it from that one.
   */
  private static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("");
  }

  private void rememberNewest(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      lines.forEach(this::remember);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void remember(String line) {
    int space = line.indexOf(' ');
    int bar = line.indexOf(" | ");
    if (space > 0 && bar > space) {
      String source = line.substring(space + 1, bar);
      if (!source.equals(OURSELVES)) {
        before.merge(
            source,
            Instant.parse(line.substring(0, space)).truncatedTo(ChronoUnit.NANOS),
            RunLog::later);
      }
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
