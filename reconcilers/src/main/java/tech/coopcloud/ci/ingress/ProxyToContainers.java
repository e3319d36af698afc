package tech.coopcloud.ci.ingress;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.swarm.SwarmException;

/** Jetty's reverse proxy, led by the route table. */
final class ProxyToContainers extends ProxyHandler.Reverse {
  private static final String LEG = ProxyToContainers.class.getName();

  private final RouteTable table;
  private final Supplier<HttpClient> clients;
  private final String server;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * @param clients makes the client to ask containers with
   * @param server name of this machine, for X-Forwarded-Server
   */
  ProxyToContainers(RouteTable table, Supplier<HttpClient> clients, String server) {
    super(Request::getHttpURI);
    this.table = table;
    this.clients = clients;
    this.server = server;
    setViaHost(server);
  }

  /** What was decided of one request. */
  private record Leg(Passage.Onward passage, Router.Backend backend, String address) {
    static Leg of(Request request) {
      return (Leg) request.getAttribute(LEG);
    }
  }

  @Override
  protected HttpClient newHttpClient() {
    return clients.get();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    getHttpClient().getProtocolHandlers().put(new UpgradeProtocolHandler());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Call call = call(request);
    String asked = ServerKeys.serverName(request);
    if (asked != null && !asked.equals(call.host())) {
      String sentence = "The connection was made for " + asked + ", not for " + call.host() + ".";
      Own.failure(response, callback, 421, Answer.Kind.UNREACHABLE, sentence);
      return true;
    }
    Target target;
    try {
      target = table.find(call);
    } catch (SwarmException e) {
      Own.failure(response, callback, 503, Answer.Kind.UNREACHABLE, String.valueOf(e.getMessage()));
      return true;
    }
    switch (target) {
      case Target.Nowhere nowhere ->
          Own.failure(response, callback, 404, Answer.Kind.UNREACHABLE, nowhere.sentence());
      case Target.Found found -> {
        switch (found.router().middleware().apply(Passage.Onward.begin(call))) {
          case Passage.Reply reply -> Own.reply(response, callback, withPort(reply, call));
          case Passage.Onward onward -> {
            List<String> addresses = found.addresses();
            String address = addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
            request.setAttribute(LEG, new Leg(onward, found.router().backend(), address));
            return super.handle(request, response, callback);
          }
        }
      }
    }
    return true;
  }

  private static Call call(Request request) {
    HttpURI uri = request.getHttpURI();
    String host = Request.getServerName(request);
    String authority = request.getHeaders().get(HttpHeader.HOST);
    String rawPath = uri.getPath() == null || uri.getPath().isEmpty() ? "/" : uri.getPath();
    return new Call(
        request.getMethod(),
        authority == null ? "" : authority,
        host == null ? "" : host.toLowerCase(Locale.ROOT),
        rawPath,
        decoded(rawPath),
        uri.getQuery(),
        name -> request.getHeaders().getValuesList(name));
  }

  private static String decoded(String rawPath) {
    try {
      return URIUtil.decodePath(rawPath);
    } catch (RuntimeException e) {
      return rawPath; // a broken escape stands for itself
    }
  }

  /**
   * Recipes redirect to where production listens. Who came by another port and is sent to the same
   * host would end there.
   */
  private static Passage.Reply withPort(Passage.Reply reply, Call call) {
    String location = reply.headers().get("location");
    String start = "https://" + call.host();
    int colon = call.authority().lastIndexOf(':');
    if (location == null
        || colon < 0
        || !location.startsWith(start)
        || !(location.length() == start.length() || location.charAt(start.length()) == '/')) {
      return reply;
    }
    Map<String, String> headers = new TreeMap<>(reply.headers());
    headers.put(
        "location", start + call.authority().substring(colon) + location.substring(start.length()));
    return new Passage.Reply(reply.code(), headers, reply.body());
  }

  @Override
  protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI uri) {
    Leg leg = Leg.of(request);
    return getHttpClient()
        .newRequest(leg.address(), leg.backend().port())
        .scheme(leg.backend().scheme())
        .method(request.getMethod())
        .path(Call.target(leg.passage().path(), leg.passage().query()));
  }

  @Override
  protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request upstream) {
    Leg leg = Leg.of(request);
    upstream.headers(
        headers -> {
          Headers.forwarded(request, headers, leg.passage().call(), server);
          if (!leg.backend().passHost()) {
            headers.put(HttpHeader.HOST, leg.address() + ":" + leg.backend().port());
          }
          Headers.apply(leg.passage().requestHeaders(), headers);
        });
  }

  @Override
  protected void sendProxyToServerRequest(
      Request request,
      org.eclipse.jetty.client.Request upstream,
      Response response,
      Callback callback) {
    if (Upgrade.isAskedFor(request)) {
      new Upgrade(request, response, Leg.of(request).passage().responseHeaders(), callback)
          .offer(upstream);
    }
    super.sendProxyToServerRequest(request, upstream, response, callback);
  }

  @Override
  protected @Nullable HttpField filterServerToProxyResponseField(HttpField field) {
    return Own.isMark(field.getName()) ? null : field;
  }

  @Override
  protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
      Request request,
      org.eclipse.jetty.client.Request upstream,
      Response response,
      Callback callback) {
    return new ProxyResponseListener(request, upstream, response, callback) {
      @Override
      public void onHeaders(org.eclipse.jetty.client.Response answer) {
        super.onHeaders(answer);
        Headers.apply(Leg.of(request).passage().responseHeaders(), response.getHeaders());
      }
    };
  }

  @Override
  protected void onServerToProxyResponseFailure(
      Request request,
      org.eclipse.jetty.client.Request upstream,
      org.eclipse.jetty.client.Response answer,
      Response response,
      Callback callback,
      Throwable failure) {
    table.changed();
    if (response.isCommitted()) {
      callback.failed(failure);
      return;
    }
    response.reset();
    Router.Backend backend = Leg.of(request).backend();
    String where = "The service %s, port %d,".formatted(backend.service(), backend.port());
    String cause = Causes.words(failure);
    if (Causes.include(failure, TimeoutException.class)) {
      String sentence = where + " takes connections but gives no answer in time.";
      Own.failure(response, callback, 504, Answer.Kind.TIMEOUT, sentence);
    } else if (Causes.isDistrust(failure)) {
      String sentence =
          "%s is to be spoken to by https, and its certificate is not trusted: %s."
              .formatted(where, cause);
      Own.failure(response, callback, 502, Answer.Kind.CERTIFICATE, sentence);
    } else if (Causes.include(failure, SSLException.class)) {
      String sentence =
          "%s is to be spoken to by https, and does not speak it: %s; leave loadbalancer.server.scheme out for http."
              .formatted(where, cause);
      Own.failure(response, callback, 502, Answer.Kind.UNREACHABLE, sentence);
    } else {
      String sentence =
          "%s does not answer: %s; it has to listen on that port, and not on 127.0.0.1 only."
              .formatted(where, cause);
      Own.failure(response, callback, 502, Answer.Kind.UNREACHABLE, sentence);
    }
  }
}
