package tech.coopcloud.ci.ingress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;

/** Takes an answer with the first 256 KiB of its body and hangs up on the rest. */
final class FirstBytes implements Response.Listener {
  private static final int MOST = 256 << 10;

  private final CompletableFuture<Response> done = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** Completes when all that is wanted is there, exceptionally when there is no answer. */
  Future<Response> done() {
    return done;
  }

  int code() {
    return done.resultNow().getStatus();
  }

  HttpFields headers() {
    return done.resultNow().getHeaders();
  }

  byte[] body() {
    return body.toByteArray();
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    int taken = Math.min(content.remaining(), MOST - body.size());
    byte[] bytes = new byte[taken];
    content.get(bytes);
    body.writeBytes(bytes);
    if (body.size() == MOST) {
      done.complete(response);
      var _ = response.abort(new IllegalStateException("this is enough"));
    }
  }

  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getFailure();
    if (failure != null) {
      done.completeExceptionally(failure);
    } else {
      done.complete(result.getResponse());
    }
  }
}
