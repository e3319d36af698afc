package tech.coopcloud.ci.store.lease;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What a server knows by itself of the last time it led, held by one process at a time. What is cut
 * short by a crash counts as nothing, which is safe.
 */
final class TermFile implements AutoCloseable {
  private final FileChannel channel;
  private @Nullable Term term;

  /**
   * @param transitions of the lease under which it worked on its copy of the state
   * @param solo whether time alone never frees that lease, so that it may be gone on with while the
   *     remote is away
   */
  record Term(int transitions, boolean solo) {
    private static @Nullable Term parse(String text) {
      String[] words = text.split(" ", -1);
      return words.length == 2
              && words[0].matches("\\d{1,9}")
              && words[1].matches("(solo|shared)\n")
          ? new Term(Integer.parseInt(words[0]), words[1].equals("solo\n"))
          : null;
    }

    private String text() {
      return transitions + (solo ? " solo\n" : " shared\n");
    }
  }

  private TermFile(FileChannel channel) throws IOException {
    this.channel = channel;
    ByteBuffer bytes = ByteBuffer.allocate(100);
    channel.read(bytes, 0);
    term = Term.parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
  }

  static TermFile open(Path file) throws IOException, LeaseException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new TermFile(channel);
      }
      channel.close();
      throw held(file, new IOException("locked by another process"));
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw held(file, e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static LeaseException held(Path file, Exception cause) {
    return new LeaseException(
        "The data folder "
            + file.getParent()
            + " is in use by another cc-ci process (it holds "
            + file.getFileName()
            + " there); stop that one, or use another --data folder",
        cause);
  }

  @Nullable Term read() {
    return term;
  }

  /** On disk when it returns. */
  void write(Term next) throws IOException {
    if (next.equals(term)) {
      return;
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(next.text().getBytes(StandardCharsets.US_ASCII)), 0);
    channel.force(true);
    term = next;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
