package tech.coopcloud.ci.ingress;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why a connection failed, out of what Jetty and the JDK wrap it in. */
final class Causes {
  private static final int DEEPEST = 10;

  private Causes() {}

  static boolean include(Throwable failure, Class<? extends Throwable> kind) {
    return of(failure).stream().anyMatch(kind::isInstance);
  }

  /** Whether it is about a certificate; TLS fails for other reasons as well. */
  static boolean isDistrust(Throwable failure) {
    return include(failure, CertificateException.class)
        || include(failure, CertPathValidatorException.class)
        || include(failure, SSLPeerUnverifiedException.class);
  }

  /** The innermost cause, in few words and without a full stop. */
  static String words(Throwable failure) {
    Throwable root = of(failure).getLast();
    String message = root.getMessage();
    String text =
        message == null || message.isBlank() ? root.getClass().getSimpleName() : message.strip();
    String line = text.lines().findFirst().orElse(text);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static List<Throwable> of(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable it = failure; it != null && causes.size() < DEEPEST; it = it.getCause()) {
      causes.add(it);
    }
    return causes;
  }
}
