package tech.coopcloud.ci.image;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger on disk, as JSON, replaced as a whole. Where it is lost cc-ci knows of no image that
 * it pulled, so all of them stay.
 */
record LedgerFile(Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  Ledger read() {
    try {
      return Files.exists(file)
          ? JSON.readValue(Files.readAllBytes(file), Ledger.class)
          : Ledger.empty();
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be read ({}): the images that cc-ci pulled so far stay in the engine; remove those that are of no use by hand (docker image rm).",
          file,
          e.toString());
      return Ledger.empty();
    }
  }

  void write(Ledger ledger) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(ledger));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
