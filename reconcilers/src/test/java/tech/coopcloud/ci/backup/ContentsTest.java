package tech.coopcloud.ci.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class ContentsTest {
  @Test
  void filesAndBytesAreCounted() throws IOException {
    Contents contents = Contents.of(tar(Map.of("./", bytes(""), "./a", bytes("abc"))));

    assertThat(contents.text()).isEqualTo("1 file, 3 bytes");
    assertThat(contents.folder()).isTrue();
    assertThat(contents.empty()).isFalse();
  }

  @Test
  void anEmptyDumpIsNothing() throws IOException {
    assertThat(Contents.of(tar(Map.of("dump", bytes("")))).empty()).isTrue();
    assertThat(Contents.of(tar(Map.of("folder/", bytes("")))).empty()).isTrue();
  }

  @Test
  void aGzipOfNothingIsNothing() throws IOException {
    assertThat(Contents.of(tar(Map.of("dump.gz", gzip("")))).empty()).isTrue();
    assertThat(Contents.of(tar(Map.of("dump.gz", gzip("INSERT")))).empty()).isFalse();
    assertThat(Contents.of(tar(Map.of("broken.gz", new byte[] {0x1f, (byte) 0x8b, 1}))).empty())
        .isFalse();
  }

  @Test
  void theCanaryAtTheTopIsRead() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("uploads/", bytes(""));
    files.put("uploads/" + Contents.CANARY, bytes("seed1"));
    files.put("uploads/deep/" + Contents.CANARY, bytes("another"));

    assertThat(Contents.of(tar(files)).canary()).isEqualTo("seed1");
  }

  @Test
  void whatIsLookedAtPassesOnToTheLastByte() throws IOException {
    byte[] tar = tar(Map.of("a", new byte[70_000])).readAllBytes();
    ByteArrayOutputStream copy = new ByteArrayOutputStream();

    Contents.of(new Tee(new ByteArrayInputStream(tar), copy));

    assertThat(copy.toByteArray()).isEqualTo(tar);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(bytes(text));
    }
    return bytes.toByteArray();
  }

  private static InputStream tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
