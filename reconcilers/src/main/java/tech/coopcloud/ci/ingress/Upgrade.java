package tech.coopcloud.ci.ingress;

import java.util.Map;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * The way from HTTP/1.1 to WebSocket on the same connection: the service is asked for it, and when
 * it agrees, the two connections become one. When it does not, its answer is one like any other.
 *
 * @param responseHeaders that middlewares set, by name in lower case
 */
record Upgrade(
    Request request, Response response, Map<String, String> responseHeaders, Callback callback)
    implements HttpUpgrader {
  private static final String WEBSOCKET = "websocket";

  /** Other protocols are not: h2c would carry requests past the routes. */
  static boolean isAskedFor(Request request) {
    HttpFields headers = request.getHeaders();
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        && headers.contains(HttpHeader.CONNECTION, "upgrade")
        && WEBSOCKET.equalsIgnoreCase(headers.get(HttpHeader.UPGRADE));
  }

  /** Has the service asked for it. */
  void offer(org.eclipse.jetty.client.Request upstream) {
    upstream.attribute(Factory.class.getName(), (Factory) version -> this);
  }

  @Override
  public void prepare(org.eclipse.jetty.client.Request upstream) {
    upstream.headers(
        it -> it.put(HttpHeader.UPGRADE, WEBSOCKET).put(HttpHeader.CONNECTION, "Upgrade"));
  }

  /** What the service says first comes after its answer has gone out. */
  @Override
  public void upgrade(
      org.eclipse.jetty.client.Response answer, EndPoint service, Callback upgraded) {
    EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
    response.setStatus(answer.getStatus());
    for (HttpField field : answer.getHeaders()) {
      if (!Own.isMark(field.getName())) {
        response.getHeaders().add(field);
      }
    }
    Headers.apply(responseHeaders, response.getHeaders());
    Tunnel back = new Tunnel(service, client, request, () -> {});
    request.setAttribute(
        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
        new Tunnel(client, service, request, () -> service.upgrade(back)));
    response.write(
        true,
        BufferUtil.EMPTY_BUFFER,
        Callback.from(
            callback::succeeded,
            failure -> {
              service.close(failure);
              callback.failed(failure);
            }));
    upgraded.succeeded();
  }
}
