package tech.coopcloud.ci.controller.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** The assembled product, put in its place as an operator does: with its caches of classes. */
final class Product {
  private static final Path HOME = prepared();

  private Product() {}

  /** Where one of its programs is. */
  static String program(String name) {
    return HOME.resolve("bin").resolve(name).toString();
  }

  /** Once, whatever other tests begin at the same time. */
  private static Path prepared() {
    Path home = Programs.ROOT.resolve("controller/target/cc-ci");
    try (FileChannel file =
            FileChannel.open(
                home.resolveSibling("caches.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var _ = file.lock()) {
      if (Files.notExists(home.resolve("lib/cc-ci.aot"))) {
        Programs.run(home, Map.of(), home.resolve("lib/make-aot-cache").toString()).orFail();
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
