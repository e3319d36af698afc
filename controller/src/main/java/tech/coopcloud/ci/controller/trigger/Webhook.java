package tech.coopcloud.ci.controller.trigger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /webhooks/gitea}: 202 where it leads to a look, 204 where it is not for us or came
 * before, 401 where the signature is wrong, 413 where it is too large, 503 where too many come at
 * once. Nothing of a body is believed but which repository it speaks of, and that only leads to a
 * look.
 */
public final class Webhook {
  /** Where it is. */
  public static final String PATH = "/webhooks/gitea";

  static final int MOST_BYTES = 1 << 20;
  private static final int MOST_PASSED_OVER = 16 << 20;
  private static final int AT_ONCE = 16;
  private static final long PATIENCE_SECONDS = 5;

  private final Supplier<String> secret;
  private final Predicate<String> commented;
  private final Predicate<String> pushed;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Deliveries deliveries = new Deliveries();
  private final JsonFactory json = new JsonFactory();

  /**
   * @param secret that Gitea signs with; asked for every time
   * @param commented is told the repository, {@code owner/name}, where a comment was written; says
   *     whether that matters
   * @param pushed is told the repository that was pushed to or got a tag; says whether that matters
   */
  public Webhook(Supplier<String> secret, Predicate<String> commented, Predicate<String> pushed) {
    this.secret = secret;
    this.commented = commented;
    this.pushed = pushed;
  }

  public void install(JavalinDefaultRoutingApi routes) {
    routes.post(PATH, this::handle);
  }

  private void handle(Context context) throws IOException, InterruptedException {
    int code = context.contentLength() > MOST_BYTES ? 413 : inTurn(context);
    context.status(code);
    if (code == 413 || code == 503) {
      passOver(context.req().getInputStream());
    }
  }

  /** A body takes room until it is dealt with, so only so many are read at once. */
  private int inTurn(Context context) throws IOException, InterruptedException {
    if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      context.header("Retry-After", "10");
      return 503;
    }
    try {
      return answer(context);
    } finally {
      turns.release();
    }
  }

  /** Who is still sending when the connection is closed does not hear the answer. */
  private static void passOver(InputStream body) throws IOException {
    byte[] room = new byte[1 << 13];
    long left = MOST_PASSED_OVER;
    for (int n = body.read(room); n > 0 && left > 0; n = body.read(room)) {
      left -= n;
    }
  }

  private int answer(Context context) throws IOException {
    byte[] body = context.req().getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      return 413;
    }
    Optional<String> signature =
        Signature.verified(body, context.header("X-Gitea-Signature"), secret.get());
    if (signature.isEmpty()) {
      return 401;
    }
    Predicate<String> matters = listener(context.header("X-Gitea-Event"));
    String repository = matters == null ? null : repository(body);
    if (matters == null || repository == null || !deliveries.isNew(signature.get())) {
      return 204;
    }
    return matters.test(repository) ? 202 : 204;
  }

  private @Nullable Predicate<String> listener(@Nullable String event) {
    return switch (event) {
      case "issue_comment", "pull_request_comment" -> commented;
      case "push", "create" -> pushed;
      case null, default -> null;
    };
  }

  /** {@code repository.full_name}, read past everything else; null where it is not there. */
  private @Nullable String repository(byte[] body) {
    try (JsonParser parser = json.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = parser.currentName().equals("repository");
        if (parser.nextToken() == JsonToken.START_OBJECT && here) {
          return fullName(parser);
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return null; // signed, and still not JSON: not for us
    }
  }

  private static @Nullable String fullName(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = parser.currentName().equals("full_name");
      if (parser.nextToken() == JsonToken.VALUE_STRING && here) {
        return parser.getText();
      }
      parser.skipChildren();
    }
    return null;
  }
}
