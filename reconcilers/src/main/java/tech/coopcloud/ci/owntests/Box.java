package tech.coopcloud.ci.owntests;

import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.swarm.Sandbox;

/** What the sandbox of a run's tests looks like. */
final class Box {
  /** Made by {@code examples/images/build}. */
  static final String IMAGE = "cc-ci-tests:1";

  static final String WORK = "/work";
  static final String RESULTS = "/results";
  static final String CA = "ca.pem";

  private static final long MIB = 1L << 20;
  private static final String LOOPBACK = "127.0.0.1";

  private Box() {}

  /**
   * @param stack name of the run's stack, which the container's name begins with
   * @param base address of the app
   * @param ownCa whether the app's certificate is signed by a CA that is given with the tests
   */
  static Sandbox of(String stack, URI base, boolean ownCa) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("CCCI_BASE_URL", base.toString().replaceFirst("/$", ""));
    environment.put("CCCI_APP_DOMAIN", base.getHost());
    environment.put("CCCI_RESULTS", RESULTS);
    environment.put("HOME", "/tmp");
    environment.put("CI", "true");
    if (ownCa) {
      String file = WORK + "/" + CA;
      environment.put("SSL_CERT_FILE", file);
      environment.put("REQUESTS_CA_BUNDLE", file);
      environment.put("CURL_CA_BUNDLE", file);
      environment.put("NODE_EXTRA_CA_CERTS", file);
    }
    return new Sandbox(
        stack + "_cc-ci-tests",
        IMAGE,
        environment,
        Map.of(base.getHost(), LOOPBACK),
        Map.of(WORK, 128 * MIB, RESULTS, 16 * MIB, "/tmp", 256 * MIB),
        1024 * MIB,
        1_000_000_000L,
        256);
  }

  /** In PEM, or empty. */
  static String pem(@Nullable X509Certificate certificate) {
    if (certificate == null) {
      return "";
    }
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that is in use can be encoded", e);
    }
  }
}
