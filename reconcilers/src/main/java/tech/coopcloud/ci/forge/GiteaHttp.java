package tech.coopcloud.ci.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.forge.ForgeException.Kind;

/** Asks the REST API and puts every failure into one sentence. */
final class GiteaHttp implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_WORDS = 200;
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private final URI address;
  private final Supplier<String> token;
  private final Runnable guard;
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param address without a slash at its end
   * @param token read for every request, so that a new one needs no restart
   * @param guard runs right before every request that is not a look
   */
  GiteaHttp(URI address, Supplier<String> token, Runnable guard) {
    this.address = address;
    this.token = token;
    this.guard = guard;
  }

  /**
   * What it answered.
   *
   * @param at by the forge's clock
   */
  record Answer(int code, JsonNode body, Instant at) {}

  /** An answer whatever its code is, 401, 429 and 5xx excepted. */
  Answer ask(String method, String path, @Nullable JsonNode body) throws ForgeException {
    String what = method + " " + path.replaceFirst("\\?.*", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .header("Authorization", "token " + secret());
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(body.toString()));
    }
    if (!method.equals("GET")) {
      guard.run();
    }
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] bytes = in.readNBytes(MOST_BYTES);
        return judged(what, response.statusCode(), bytes, date(response));
      }
    } catch (IOException e) {
      throw new ForgeException(
          Kind.UNAVAILABLE,
          "The forge %s does not answer (%s: %s): see whether it is up; cc-ci goes on asking."
              .formatted(address, what, words(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ForgeException(Kind.UNAVAILABLE, "cc-ci is being stopped.");
    }
  }

  /** A token that cannot be read is as good as one that is not known. */
  private String secret() throws ForgeException {
    try {
      return token.get();
    } catch (RuntimeException e) {
      throw new ForgeException(Kind.TOKEN_REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /** An answer of the 2xx; every other one is a failure. */
  Answer must(String method, String path, @Nullable JsonNode body) throws ForgeException {
    Answer answer = ask(method, path, body);
    if (answer.code() / 100 == 2) {
      return answer;
    }
    throw failure(method + " " + path.replaceFirst("\\?.*", ""), answer);
  }

  private Answer judged(String what, int code, byte[] bytes, Instant at) throws ForgeException {
    if (code == 401) {
      throw new ForgeException(
          Kind.TOKEN_REFUSED,
          "The forge %s does not know the token (%s): put a valid one into the file that --forge-token-file names."
              .formatted(address, what));
    }
    if (code == 429 || code >= 500) {
      throw new ForgeException(
          Kind.UNAVAILABLE,
          "The forge %s answered %d to %s: see its log; cc-ci goes on asking."
              .formatted(address, code, what));
    }
    return new Answer(code, parsed(what, code, bytes), at);
  }

  private JsonNode parsed(String what, int code, byte[] bytes) throws ForgeException {
    if (bytes.length == 0) {
      return json.missingNode();
    }
    try {
      return json.readTree(bytes);
    } catch (JsonProcessingException e) {
      if (code / 100 == 2) {
        throw new ForgeException(
            Kind.UNAVAILABLE,
            "What answers at %s (%s) is not the API of a Gitea: correct --forge, or what stands before it."
                .formatted(address, what));
      }
      return json.missingNode();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
  }

  private ForgeException failure(String what, Answer answer) {
    String said = UNFIT.matcher(answer.body().path("message").asText("")).replaceAll(" ");
    String because = said.isBlank() ? "" : " (" + shortened(said) + ")";
    return switch (answer.code()) {
      case 403 ->
          new ForgeException(
              Kind.FORBIDDEN,
              "The forge %s does not let the token's user do %s%s: give that user write access to the repository."
                  .formatted(address, what, because));
      case 404 ->
          new ForgeException(
              Kind.NOT_FOUND,
              "The forge %s has nothing at %s that the token's user may see: correct owner and repository, or give that user access."
                  .formatted(address, what));
      case 301, 302, 303, 307, 308 ->
          new ForgeException(
              Kind.REFUSED,
              "The forge %s sends %s elsewhere, and cc-ci does not follow: correct --forge, or owner and repository if they were renamed."
                  .formatted(address, what));
      default ->
          new ForgeException(
              Kind.REFUSED,
              "The forge %s answered %d to %s%s.".formatted(address, answer.code(), what, because));
    };
  }

  private static String words(IOException e) {
    String said = e.getMessage();
    return said == null || said.isBlank()
        ? e.getClass().getSimpleName()
        : UNFIT.matcher(said).replaceAll(" ");
  }

  private static String shortened(String text) {
    return text.length() <= MOST_WORDS ? text : text.substring(0, MOST_WORDS) + "...";
  }

  private static Instant date(HttpResponse<?> response) {
    try {
      return response
          .headers()
          .firstValue("Date")
          .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))
          .orElseGet(Instant::now);
    } catch (DateTimeParseException e) {
      return Instant.now();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
