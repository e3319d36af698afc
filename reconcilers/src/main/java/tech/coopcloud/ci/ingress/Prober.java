package tech.coopcloud.ci.ingress;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Asks a deployment through the ingress as somebody from outside would, following redirects within
 * its domain.
 */
final class Prober {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_REDIRECTS = 10;
  private static final int MOST_COOKIES = 50;

  private final HttpClient client;

  /**
   * @param client connects to the ingress whatever the domain, and trusts its CA only
   */
  Prober(HttpClient client) {
    this.client = client;
  }

  Answer get(URI start, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    Map<String, String> cookies = new LinkedHashMap<>();
    URI uri = start;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return timedOut(uri, timeout);
      }
      FirstBytes answer = new FirstBytes();
      Answer.Failure failure = exchange(request(uri, cookies), answer, left, timeout);
      if (failure != null) {
        return failure;
      }
      HttpFields headers = answer.headers();
      String location = headers.get(HttpHeader.LOCATION);
      if (location == null || !REDIRECTS.contains(answer.code())) {
        return response(answer);
      }
      remember(headers, cookies);
      URI next = target(uri, location);
      if (next == null) {
        return redirect(
            "%s redirects to %s, which is outside of %s: a deployment has to answer under its own domain."
                .formatted(uri, location, start.getHost()));
      }
      uri = next;
    }
    return redirect(
        "%s redirects in a circle: more than %d times, the last time to %s."
            .formatted(start, MOST_REDIRECTS, uri));
  }

  /** Asks once, and takes whatever answer comes. */
  Answer ask(Question question, Duration timeout) throws InterruptedException {
    Request request = request(question.uri()).method(question.method());
    question.headers().forEach((name, value) -> request.headers(it -> it.put(name, value)));
    if (question.body() != null) {
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      request.body(
          new StringRequestContent(
              type == null ? "text/plain;charset=utf-8" : type,
              question.body(),
              StandardCharsets.UTF_8));
    }
    FirstBytes answer = new FirstBytes();
    Answer.Failure failure = exchange(request, answer, timeout.toNanos(), timeout);
    return failure == null ? response(answer) : failure;
  }

  /**
   * Sends the request and waits for the answer.
   *
   * @param left nanoseconds
   * @param timeout of the whole, for the sentence
   * @return what went wrong, or null
   */
  private static Answer.@Nullable Failure exchange(
      Request request, FirstBytes answer, long left, Duration timeout) throws InterruptedException {
    URI uri = request.getURI();
    request.send(answer);
    try {
      answer.done().get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      var _ = request.abort(e);
      return timedOut(uri, timeout);
    } catch (InterruptedException e) {
      var _ = request.abort(e);
      throw e;
    } catch (ExecutionException e) {
      return failed(uri, e.getCause() == null ? e : e.getCause());
    }
    return Own.failure(answer.headers(), answer.body(), uri.toString());
  }

  private static Answer.Response response(FirstBytes answer) {
    return new Answer.Response(
        answer.code(), map(answer.headers()), new String(answer.body(), StandardCharsets.UTF_8));
  }

  /**
   * Production answers at https's own port, which nobody names: an app that is told of another one
   * may send the asker to the right one, for ever.
   */
  private Request request(URI uri) {
    return client
        .newRequest(uri)
        .headers(
            it ->
                it.put(HttpHeader.ACCEPT, "*/*")
                    .put(HttpHeader.HOST, String.valueOf(uri.getHost())));
  }

  private Request request(URI uri, Map<String, String> cookies) {
    Request request = request(uri);
    if (!cookies.isEmpty()) {
      String all =
          cookies.entrySet().stream()
              .map(it -> it.getKey() + "=" + it.getValue())
              .collect(Collectors.joining("; "));
      request.headers(it -> it.put(HttpHeader.COOKIE, all));
    }
    return request;
  }

  /**
   * Where a redirect leads, as long as it is to the same host. Whatever port it names, and http as
   * well, production would end at the same https.
   */
  private static @Nullable URI target(URI from, String location) {
    try {
      URI to = from.resolve(location.strip().replace(" ", "%20"));
      String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
      if (!from.getHost().equalsIgnoreCase(to.getHost())
          || !(scheme.equals("https") || scheme.equals("http"))) {
        return null;
      }
      String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
      return URI.create("https://" + from.getAuthority() + Call.target(path, to.getRawQuery()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Apps set a cookie and redirect to see whether it comes back. */
  private static void remember(HttpFields headers, Map<String, String> cookies) {
    for (String cookie : headers.getValuesList(HttpHeader.SET_COOKIE)) {
      String pair = cookie.split(";", 2)[0].strip();
      int equals = pair.indexOf('=');
      if (equals > 0 && cookies.size() < MOST_COOKIES) {
        cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
  }

  private static Map<String, List<String>> map(HttpFields headers) {
    Map<String, List<String>> map = new TreeMap<>();
    for (HttpField field : headers) {
      map.merge(
          field.getLowerCaseName(),
          List.of(String.valueOf(field.getValue())),
          (some, more) -> java.util.stream.Stream.concat(some.stream(), more.stream()).toList());
    }
    return map;
  }

  private static Answer.Failure timedOut(URI uri, Duration timeout) {
    return new Answer.Failure(
        Answer.Kind.TIMEOUT,
        "%s gave no answer within %s s.".formatted(uri, timeout.toMillis() / 1000.0));
  }

  private static Answer.Failure failed(URI uri, Throwable failure) {
    if (Causes.isDistrust(failure)) {
      return new Answer.Failure(
          Answer.Kind.CERTIFICATE,
          "The certificate of %s is not to be trusted: %s.".formatted(uri, Causes.words(failure)));
    }
    if (Causes.include(failure, SSLException.class)) {
      return new Answer.Failure(
          Answer.Kind.UNREACHABLE,
          "%s cannot be spoken to by TLS: %s.".formatted(uri, Causes.words(failure)));
    }
    Answer.Kind kind =
        Causes.include(failure, TimeoutException.class)
            ? Answer.Kind.TIMEOUT
            : Answer.Kind.UNREACHABLE;
    return new Answer.Failure(
        kind, "%s does not answer: %s.".formatted(uri, Causes.words(failure)));
  }

  private static Answer.Failure redirect(String sentence) {
    return new Answer.Failure(Answer.Kind.REDIRECT, sentence);
  }
}
