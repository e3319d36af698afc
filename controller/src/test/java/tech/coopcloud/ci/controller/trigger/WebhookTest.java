package tech.coopcloud.ci.controller.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookTest {
  @Test
  void whoSendsWhatIsTooLargeHearsSoOnceAllOfItIsSent() throws Exception {
    assertThat(answerTo(new byte[8 << 20])).startsWith("HTTP/1.1 413 ");
  }

  /** Of a client that sends all before it reads anything, through a narrow pipe. */
  private static String answerTo(byte[] body) throws Exception {
    Webhook webhook = new Webhook(() -> "secret", _ -> true, _ -> true);
    Javalin server = Javalin.create(config -> webhook.install(config.routes)).start("127.0.0.1", 0);
    try (Socket socket = new Socket()) {
      socket.setSendBufferSize(1 << 12);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      OutputStream out = socket.getOutputStream();
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
              .formatted(Webhook.PATH, body.length);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      return new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
    } finally {
      server.stop();
    }
  }
}
