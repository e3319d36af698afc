package tech.coopcloud.ci.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a checked-out recipe, and nothing else of this machine: what a recipe names must be
 * a plain file that stands, with every symbolic link followed, inside the checkout and outside of
 * its {@code .git}.
 */
final class Checkout {
  private final Path root;
  private final Path realRoot;

  Checkout(Path root) throws InvalidRecipeException {
    this.root = root.toAbsolutePath().normalize();
    try {
      realRoot = root.toRealPath();
    } catch (IOException e) {
      throw refused(Place.NOWHERE, "The checkout of the recipe cannot be read; fetch it again.");
    }
  }

  /** Whether the path names something here; it may still be refused when it is read. */
  boolean has(String path) {
    try {
      return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Reads a file.
   *
   * @param named where it is named, for the message
   * @param path relative to the checkout
   * @param limit the most bytes that are accepted
   */
  byte[] read(Place named, String path, int limit) throws InvalidRecipeException {
    Path file = inside(named, path);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw refused(
            named, "The file '" + shown(path) + "' is larger than " + limit / 1024 + " KiB.");
      }
      return bytes;
    } catch (IOException e) {
      throw refused(named, "The file '" + shown(path) + "' cannot be read.");
    }
  }

  /** Reads a file of UTF-8 text. */
  String readText(Place named, String path, int limit) throws InvalidRecipeException {
    byte[] bytes = read(named, path, limit);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused(named, "The file '" + shown(path) + "' is not UTF-8 text.");
    }
  }

  /** Reads a file that a recipe need not have. */
  Optional<String> readIfThere(String path, int limit) throws InvalidRecipeException {
    return has(path) ? Optional.of(readText(Place.of(path, 0), path, limit)) : Optional.empty();
  }

  private Path inside(Place named, String path) throws InvalidRecipeException {
    Path wanted;
    try {
      wanted = Path.of(path);
    } catch (InvalidPathException e) {
      throw refused(named, "The file name '" + shown(path) + "' is not valid.");
    }
    if (path.isEmpty() || wanted.isAbsolute()) {
      throw refused(
          named, "The file '" + shown(path) + "' must be named relative to the recipe's folder.");
    }
    Path normal = root.resolve(wanted).normalize();
    if (!normal.startsWith(root)) {
      throw refused(
          named,
          "The file '" + shown(path) + "' is outside of the recipe; name one that is inside.");
    }
    Path real;
    try {
      real = normal.toRealPath();
    } catch (NoSuchFileException e) {
      throw refused(named, "The file '" + shown(path) + "' does not exist in the recipe; add it.");
    } catch (IOException e) {
      throw refused(named, "The file '" + shown(path) + "' cannot be read.");
    }
    if (!real.startsWith(realRoot) || real.startsWith(realRoot.resolve(".git"))) {
      throw refused(
          named,
          "The file '"
              + shown(path)
              + "' leads out of the recipe by a symbolic link; replace it by a plain file.");
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(named, "'" + shown(path) + "' is not a file; name one.");
    }
    return real;
  }

  /** A hostile name must neither break a line nor fill a page. */
  static String shown(String name) {
    return PlainText.of(name, 120);
  }

  private static InvalidRecipeException refused(Place place, String sentence) {
    return new InvalidRecipeException(
        java.util.List.of(new Finding(place.file(), place.line(), sentence)));
  }
}
