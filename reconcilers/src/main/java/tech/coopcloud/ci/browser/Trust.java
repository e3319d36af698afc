package tech.coopcloud.ci.browser;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificate that the ingress shows for a host. Chromium cannot be given an authority
 * of one's own without changing the machine, only keys whose certificates it then takes unseen. So
 * the JDK judges (authority, dates, name) and hands on the key of what it has found good.
 *
 * @param context trusts the ingress's authority and no other
 */
record Trust(InetSocketAddress ingress, SSLContext context) {
  private static final int PATIENCE_MS = 10_000;

  /**
   * @return the SHA-256 of the public key of the host's certificate, in Base64
   * @throws Trouble when the certificate is wrong for the host, or nothing answers
   */
  String keyOf(String host) throws Trouble {
    try (Socket plain = new Socket()) {
      plain.connect(ingress, PATIENCE_MS);
      plain.setSoTimeout(PATIENCE_MS);
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, host, ingress.getPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return hash(socket.getSession().getPeerCertificates()[0]);
      }
    } catch (SSLException e) {
      Throwable wrong = certificateError(e);
      throw Trouble.ofThePage(
          wrong == null
              ? "No TLS connection to " + host + " came about: " + Text.clean(e.toString()) + "."
              : "The certificate shown for "
                  + host
                  + " is not valid: "
                  + Text.clean(String.valueOf(wrong.getMessage()))
                  + ".");
    } catch (IOException e) {
      throw Trouble.ofTheBrowser(
          "The ingress does not answer at " + ingress + ": " + Text.clean(e.toString()) + ".");
    }
  }

  private static @Nullable Throwable certificateError(Throwable e) {
    Throwable found = null;
    for (Throwable t = e; t != null; t = t.getCause()) {
      found = t instanceof CertificateException ? t : found;
    }
    return found;
  }

  private static String hash(Certificate certificate) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
