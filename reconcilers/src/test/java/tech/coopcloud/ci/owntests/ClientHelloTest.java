package tech.coopcloud.ci.owntests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
  private static byte[] hello(@Nullable String server) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    if (server != null) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(server)));
      engine.setSSLParameters(parameters);
    }
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    return Arrays.copyOf(out.array(), out.position());
  }

  @Test
  void theServerIsReadOnceAllIsThere() throws Exception {
    byte[] hello = hello("Wiki-1.ci.localhost");

    for (int length = 0; length < hello.length; length++) {
      assertThat(ClientHello.read(Arrays.copyOf(hello, length)))
          .isEqualTo(new ClientHello(false, null));
    }
    assertThat(ClientHello.read(hello)).isEqualTo(new ClientHello(true, "wiki-1.ci.localhost"));
    assertThat(ClientHello.read(Arrays.copyOf(hello, hello.length + 9)).server())
        .isEqualTo("wiki-1.ci.localhost");
  }

  @Test
  void whatNamesNoServerOrIsNoTlsIsKnownAtOnce() throws Exception {
    assertThat(ClientHello.read(hello(null))).isEqualTo(new ClientHello(true, null));
    assertThat(ClientHello.read("GET / HTTP/1.1".getBytes()))
        .isEqualTo(new ClientHello(true, null));
  }

  @Test
  void whateverItIsItIsReadToAnEnd() throws Exception {
    Random random = new Random(7);
    byte[] hello = hello("wiki-1.ci.localhost");
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = hello.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      assertThat(ClientHello.read(broken)).isNotNull();
    }
  }
}
