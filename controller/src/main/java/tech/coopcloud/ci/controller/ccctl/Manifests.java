package tech.coopcloud.ci.controller.ccctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads manifests from files, from the files of a directory, or from standard input. */
final class Manifests {
  private Manifests() {}

  /**
   * @param where file and, where it has several, the document's number
   */
  record Manifest(ObjectNode object, String where) {}

  /**
   * @param names files and directories; {@code -} is standard input
   */
  static List<Manifest> read(List<String> names, boolean recursive, InputStream stdin) {
    List<Manifest> all = new ArrayList<>();
    for (String name : names) {
      if (name.equals("-")) {
        read(new InputStreamReader(stdin, StandardCharsets.UTF_8), "standard input", all);
        continue;
      }
      for (Path file : files(Path.of(name), recursive)) {
        try (Reader in = Files.newBufferedReader(file)) {
          read(in, file.toString(), all);
        } catch (IOException e) {
          throw unreadable(file, e);
        }
      }
    }
    if (all.isEmpty()) {
      throw CcctlException.usage("no manifest in " + String.join(", ", names) + ".");
    }
    return all;
  }

  private static void read(Reader in, String where, List<Manifest> into) {
    List<JsonNode> documents = Yaml.read(in, where);
    for (int i = 0; i < documents.size(); i++) {
      String here = documents.size() == 1 ? where : where + " (document " + (i + 1) + ")";
      JsonNode document = documents.get(i);
      if (document.path("kind").asText().equals("List") && document.path("items").isArray()) {
        document.path("items").forEach(item -> into.add(manifest(item, here)));
      } else {
        into.add(manifest(document, here));
      }
    }
  }

  private static Manifest manifest(JsonNode document, String where) {
    if (document instanceof ObjectNode object) {
      return new Manifest(object, where);
    }
    throw CcctlException.usage(
        where + " is no manifest: it should be a mapping with apiVersion, kind and metadata.");
  }

  private static List<Path> files(Path path, boolean recursive) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> found = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches(".*\\.(ya?ml|json)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static CcctlException unreadable(Path file, IOException e) {
    return new CcctlException(
        ExitCode.USAGE, "error: " + file + " cannot be read: " + Problems.sentence(e), e);
  }
}
