package tech.coopcloud.ci.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Swarm;

/** A service that speaks WebSocket, through the embedded ingress and through a real Traefik. */
class WebSocketIT {
  private static final Duration PATIENCE = Stack.PATIENCE;
  private static final String IMAGE = "cc-ci-tests:1";
  private static final int BIG = 300_000;

  /** It speaks first, and then says what it was asked; to "big" it says much. */
  private static final String SERVER =
      """
      cat >/tmp/server.js <<'END'
      const {createHash} = require('crypto');
      const frame = (text) => {
        const head = text.length < 126 ? Buffer.from([0x81, text.length]) : Buffer.alloc(10);
        if (text.length >= 126) {
          head.set([0x81, 127]);
          head.writeBigUInt64BE(BigInt(text.length), 2);
        }
        return Buffer.concat([head, Buffer.from(text)]);
      };
      require('http').createServer((q, r) => r.end('plain')).on('upgrade', (q, socket) => {
        const key = q.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
        socket.write(['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
          'Sec-WebSocket-Accept: ' + createHash('sha1').update(key).digest('base64'), '', ''].join('\\r\\n'));
        socket.write(frame('hello'));
        socket.on('data', (d) => {
          if ((d[0] & 15) === 8) {
            return socket.end(Buffer.from([0x88, 0]));
          }
          const text = Buffer.from(d.subarray(6).map((b, i) => b ^ d[2 + i %% 4])).toString();
          socket.write(frame(text === 'big' ? 'x'.repeat(%d)
            : [q.url, q.headers['x-forwarded-proto'], text].join(' ')));
        });
      }).listen(80);
      END
      exec node /tmp/server.js"""
          .formatted(BIG);

  private final String controller =
      "cc-ci-it-" + HexFormat.of().toHexDigits(new Random().nextInt());
  private final String network = controller + "-net";
  private final Swarm swarm = new DockerSwarm();
  private final Stack stack = new Stack(controller);

  @TempDir Path folder;

  @BeforeAll
  static void images() throws Exception {
    Stack.ensureImage(IMAGE);
    Stack.ensureImage(TraefikSpec.IMAGE);
  }

  @AfterEach
  void nothingIsLeft() {
    stack.remove(swarm);
    Stack.removeNetwork(swarm, network);
    swarm.close();
  }

  @Test
  void aWebSocketGoesThroughTheEmbeddedIngressAsThroughTraefik() throws Exception {
    InetSocketAddress free = new InetSocketAddress("127.0.0.1", 0);
    TraefikIngress.Setup setup =
        new TraefikIngress.Setup(swarm, controller, Stack.ZONE, free, folder, null, null);
    try (TraefikIngress traefik = TraefikIngress.start(setup, network);
        EmbeddedIngress embedded =
            EmbeddedIngress.start(swarm, controller, Stack.ZONE, free, folder, network)) {
      swarm.createService(
          stack.service(IMAGE, "app", stack.labels(80), List.of(network), SERVER), stack.owner);
      awaitPlain(embedded);
      awaitPlain(traefik);

      List<String> seen = conversation(embedded);

      assertThat(seen)
          .containsExactly(
              "HTTP/1.1 101 Switching Protocols",
              "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
              "hello",
              "/socket?a=b wss one",
              "much",
              "/socket?a=b wss two",
              "closed");
      assertThat(conversation(traefik)).isEqualTo(seen);
      stack.remove(swarm);
    }
  }

  private void awaitPlain(Ingress ingress) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                ingress.get(ingress.uri(stack.domain, "/"), PATIENCE) instanceof Answer.Response it
                    && it.body().equals("plain"));
  }

  /** What a client by RFC 6455, whose key is that of its section 1.3, gets to see. */
  private List<String> conversation(Ingress ingress) throws Exception {
    InetSocketAddress address = ingress.address();
    try (Socket plain = new Socket(address.getAddress(), address.getPort());
        Socket socket =
            trusting(ingress)
                .getSocketFactory()
                .createSocket(plain, stack.domain, address.getPort(), true)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      OutputStream out = socket.getOutputStream();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      out.write(
          """
          GET /socket?a=b HTTP/1.1\r
          Host: %s\r
          Connection: keep-alive, Upgrade\r
          Upgrade: websocket\r
          Sec-WebSocket-Version: 13\r
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
          \r
          """
              .formatted(stack.domain)
              .getBytes(StandardCharsets.US_ASCII));
      List<String> seen = new ArrayList<>();
      seen.add(line(in));
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        int colon = header.indexOf(':');
        String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
        if (name.equals("sec-websocket-accept")) {
          seen.add(name + header.substring(colon));
        }
      }
      seen.add(message(in));
      for (String text : List.of("one", "big", "two")) {
        out.write(frame(0x81, text));
        seen.add(message(in));
      }
      out.write(frame(0x88, ""));
      assertThat(in.readNBytes(2)).containsExactly(0x88, 0);
      seen.add(in.read() < 0 ? "closed" : "more");
      return seen;
    }
  }

  private static SSLContext trusting(Ingress ingress) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("ca", ingress.caCertificate());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static String line(DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  private static String message(DataInputStream in) throws IOException {
    assertThat(in.readUnsignedByte()).isEqualTo(0x81);
    int length = in.readUnsignedByte();
    int bytes = length == 127 ? Math.toIntExact(in.readLong()) : length;
    String text = new String(in.readNBytes(bytes), StandardCharsets.US_ASCII);
    return text.equals("x".repeat(BIG)) ? "much" : text;
  }

  /** Masked, as a client has to. */
  private static byte[] frame(int head, String text) {
    byte[] mask = {1, 2, 3, 4};
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(head);
    frame.write(0x80 | text.length());
    frame.writeBytes(mask);
    for (int i = 0; i < text.length(); i++) {
      frame.write(text.charAt(i) ^ mask[i % 4]);
    }
    return frame.toByteArray();
  }
}
