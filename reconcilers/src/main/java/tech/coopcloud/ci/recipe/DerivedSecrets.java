package tech.coopcloud.ci.recipe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives every secret from one key of the installation and the run's uid, so that none has to be
 * stored and a restarted run has the same ones: a stream of HMAC-SHA256 over run, name and counter.
 */
public final class DerivedSecrets implements SecretSource {
  private static final int SHORTEST_KEY = 32;
  private static final int WORDS = 5;
  private static final int SYLLABLES = 3;
  private static final String CONSONANTS = "bcdfghjklmnprstvz";
  private static final String VOWELS = "aeiou";

  private final SecretKeySpec key;
  private final String runUid;

  /**
   * @param key at least 32 random bytes, the same for the life of the installation
   */
  public DerivedSecrets(byte[] key, String runUid) {
    if (key.length < SHORTEST_KEY) {
      throw new IllegalArgumentException("the key must have at least " + SHORTEST_KEY + " bytes");
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.runUid = runUid;
  }

  @Override
  public SecretValue value(String name, SecretForm form) {
    Stream stream = new Stream(name);
    String text =
        form.length() > 0
            ? characters(stream, form.charset().characters(), form.length())
            : passphrase(stream);
    return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String characters(Stream stream, String set, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(set.charAt(stream.below(set.length())));
    }
    return text.toString();
  }

  /** Five words of three syllables: 95 bits, and no list of words to carry around. */
  private static String passphrase(Stream stream) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      StringBuilder word = new StringBuilder();
      for (int j = 0; j < SYLLABLES; j++) {
        word.append(CONSONANTS.charAt(stream.below(CONSONANTS.length())))
            .append(VOWELS.charAt(stream.below(VOWELS.length())));
      }
      words.add(word.toString());
    }
    return String.join("-", words);
  }

  private final class Stream {
    private final byte[] subject;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private int counter;

    Stream(String name) {
      subject = (runUid.length() + ":" + runUid + name).getBytes(StandardCharsets.UTF_8);
    }

    /** Evenly distributed: bytes that would favour small numbers are passed over. */
    int below(int bound) {
      int limit = 256 - 256 % bound;
      int next;
      do {
        next = nextByte();
      } while (next >= limit);
      return next % bound;
    }

    private int nextByte() {
      if (!block.hasRemaining()) {
        try {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(key);
          mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(counter++).flip());
          block = ByteBuffer.wrap(mac.doFinal(subject));
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
      }
      return Byte.toUnsignedInt(block.get());
    }
  }
}
