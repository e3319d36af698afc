package tech.coopcloud.ci.recipe;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a generated secret looks like, from the modifiers in the env file.
 *
 * @param length how many characters; 0 for a passphrase of words
 * @param charset what they are taken from
 */
public record SecretForm(int length, Charset charset) {
  /** More is no password, and Swarm takes 500 KiB at the most. */
  static final int LONGEST = 4096;

  /** Sets of characters. */
  public enum Charset {
    /** Letters, digits. */
    ALPHANUMERIC("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
    HEX("0123456789abcdef"),
    /** Letters, digits, and signs that need no quoting in most files. */
    SPECIAL("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!@#%^&*_-+=");

    private final String characters;

    Charset(String characters) {
      this.characters = characters;
    }

    String characters() {
      return characters;
    }
  }

  /** A charset that is not known counts as the default, as with abra. */
  static SecretForm of(Map<String, String> modifiers, Place place, Findings findings) {
    Charset charset =
        switch (modifiers.getOrDefault("charset", "")) {
          case "hex" -> Charset.HEX;
          case "special" -> Charset.SPECIAL;
          default -> Charset.ALPHANUMERIC;
        };
    return new SecretForm(length(modifiers.get("length"), place, findings), charset);
  }

  private static int length(@Nullable String text, Place place, Findings findings) {
    if (text == null) {
      return 0;
    }
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > LONGEST) {
      findings.error(
          place,
          "The secret's length '"
              + Checkout.shown(text)
              + "' in the env file must be a number up to "
              + LONGEST
              + ".");
      return 0;
    }
    return Integer.parseInt(text);
  }
}
