package tech.coopcloud.ci.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The only way out of one visit's browser: an HTTP proxy on loopback that leads the page's own
 * domain, and those of the recipes that it depends on, to the ingress and refuses everything else.
 * It is not the browser that decides, so it does not matter what the page talks it into.
 */
final class Wall implements AutoCloseable {
  private static final int LONGEST_HEAD = 8192;
  private static final int MOST_CONNECTIONS = 256;
  private static final int HTTPS = 443;

  private final ServerSocket server;
  private final Trust trust;
  private final String domain;
  private final Set<String> others;
  private final int port;
  private final Semaphore seats = new Semaphore(MOST_CONNECTIONS);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** What is wrong with the certificate of a host, or nothing, for each host that was asked for. */
  private final Map<String, String> judged = new ConcurrentHashMap<>();

  private Wall(ServerSocket server, Trust trust, String domain, Set<String> others, int port) {
    this.server = server;
    this.trust = trust;
    this.domain = domain;
    this.others = Set.copyOf(others);
    this.port = port;
  }

  /**
   * @param page whose host, and whatever is below it, may be reached
   * @param others further hosts of which the same is true, in lower case
   */
  static Wall around(URI page, Set<String> others, Trust trust) {
    try {
      ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
      Wall wall =
          new Wall(
              server,
              trust,
              page.getHost().toLowerCase(Locale.ROOT),
              others,
              page.getPort() < 0 ? HTTPS : page.getPort());
      Thread.ofVirtual().name("wall around " + wall.domain).start(wall::accept);
      return wall;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the browser's settings. */
  String address() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Whether a host is the page's own or one of the others, or below it. */
  boolean within(String host) {
    return isIn(host, domain) || others.stream().anyMatch(other -> isIn(host, other));
  }

  private static boolean isIn(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  /** What is wrong with a host's certificate, or null. */
  @Nullable String complaint(String host) {
    String complaint = judged.getOrDefault(host, "");
    return complaint.isEmpty() ? null : complaint;
  }

  private void accept() {
    while (true) {
      Socket socket;
      try {
        socket = server.accept();
      } catch (IOException e) {
        return;
      }
      sockets.add(socket);
      Thread.ofVirtual().name("through the wall").start(() -> serve(socket));
    }
  }

  private void serve(Socket socket) {
    boolean seated = seats.tryAcquire();
    try (socket) {
      if (!seated) {
        return;
      }
      answer(socket, head(socket.getInputStream()));
    } catch (IOException e) {
      // One of the two ends went away.
    } finally {
      sockets.remove(socket);
      if (seated) {
        seats.release();
      }
    }
  }

  private void answer(Socket socket, String head) throws IOException {
    String[] words = head.lines().findFirst().orElse("").split(" ");
    String target = words.length == 3 ? words[1] : "";
    if (words[0].equals("CONNECT") && allowed(target)) {
      tunnel(socket);
    } else if (target.startsWith("http://") && within(Text.host(target))) {
      // As the ingress would: plain HTTP is only ever sent on.
      say(socket, "308 Permanent Redirect", "Location: https" + target.substring("http".length()));
    } else {
      say(socket, "403 Forbidden", "Connection: close");
    }
  }

  private boolean allowed(String target) {
    int colon = target.lastIndexOf(':');
    if (colon < 0) {
      return false;
    }
    String host = target.substring(0, colon).toLowerCase(Locale.ROOT);
    String asked = target.substring(colon + 1);
    // A recipe knows its domain, but not that the ingress may stand on another port than 443.
    return within(host)
        && (asked.equals(String.valueOf(port)) || asked.equals(String.valueOf(HTTPS)))
        && judged.computeIfAbsent(host, this::judge).isEmpty();
  }

  private String judge(String host) {
    try {
      trust.keyOf(host);
      return "";
    } catch (Trouble e) {
      return e.sentence();
    }
  }

  private void tunnel(Socket browser) throws IOException {
    try (Socket ingress = new Socket()) {
      sockets.add(ingress);
      try {
        ingress.connect(trust.ingress(), 10_000);
        say(browser, "200 Connection established", "Via: cc-ci");
        Thread back =
            Thread.ofVirtual().name("back through the wall").start(() -> copy(ingress, browser));
        copy(browser, ingress);
        back.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        sockets.remove(ingress);
      }
    }
  }

  /** Copies until one end is closed, and tells the other. */
  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  /** The request line and the headers, byte by byte, as what follows them is not ours to read. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < LONGEST_HEAD) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("ended within the head");
      }
      head.append((char) b);
      if (b == '\n' && head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        return head.toString();
      }
    }
    throw new IOException("too long a head");
  }

  private static void say(Socket socket, String status, String header) throws IOException {
    OutputStream out = socket.getOutputStream();
    String length = status.startsWith("200") ? "" : "Content-Length: 0\r\n";
    out.write(
        ("HTTP/1.1 " + status + "\r\n" + header + "\r\n" + length + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sockets.forEach(Wall::close);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }
}
