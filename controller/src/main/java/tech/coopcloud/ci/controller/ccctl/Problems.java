package tech.coopcloud.ci.controller.ccctl;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import javax.net.ssl.SSLException;

/** What went wrong below us, in words that a person can use. */
final class Problems {
  private Problems() {}

  static String sentence(Exception e) {
    Throwable root = e;
    while (root.getCause() != null && !(root instanceof ConnectException)) {
      root = root.getCause();
    }
    return switch (root) {
      case NoSuchFileException gone -> "it does not exist";
      case AccessDeniedException denied -> "permission denied";
      case UnresolvedAddressException unknown -> "its name is not known";
      case UnknownHostException unknown -> "its name is not known";
      case ConnectException refused -> "connection refused";
      case HttpTimeoutException late -> "no answer in time";
      case CertPathBuilderException untrusted ->
          "its certificate is not signed by the authority of the kubeconfig";
      case SSLException tls -> "no TLS connection: " + tls.getMessage();
      default -> root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    };
  }
}
