package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with the remote did not come about. The message is a sentence for a person, without a
 * full stop: what, where, what to do; it stays the same while the trouble does.
 */
final class RemoteException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final String REFUSED = "RemoteRefused";
  private static final Pattern LOCK = Pattern.compile("Unable to create '([^']+\\.lock)'");
  private static final Pattern SERVER_ERROR = Pattern.compile("\\b5\\d\\d [A-Z].*");

  private final String reason;

  private RemoteException(String reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** One CamelCase word. */
  String reason() {
    return reason;
  }

  /** Whether the remote was reached, and did not want what was pushed. */
  boolean isRefusal() {
    return reason.equals(REFUSED);
  }

  static RemoteException token(String what, @Nullable Throwable cause) {
    return new RemoteException(
        "RemoteTokenUnusable", "The token file of the state repository " + what, cause);
  }

  /** The remote took in nothing of a push, or not {@code main}. */
  static RemoteException refused(URI uri, String branch, String said) {
    Matcher lock = LOCK.matcher(said);
    return new RemoteException(
        REFUSED,
        lock.find()
            ? "The state repository %s cannot take a push to %s: a git that was cut short there left %s; remove that file when no git works there"
                .formatted(uri, branch, lock.group(1))
            : "The state repository %s refuses a push to %s: %s; let the token's owner push there"
                .formatted(uri, branch, said),
        null);
  }

  /** Others were faster, again and again. */
  static RemoteException crowded(URI uri) {
    return new RemoteException(
        "RemoteCrowded",
        "Others push to the state repository "
            + uri
            + " so often that no push of ours got through; it is tried again",
        null);
  }

  /** Says what an error of the transport means. */
  static RemoteException of(URI uri, IOException error) {
    String said = String.valueOf(error.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    String where = "The state repository " + uri + " ";
    if (error instanceof NoRemoteRepositoryException) {
      return new RemoteException(
          "RemoteNotFound",
          where + "is not there, or the token may not see it: give its present address to --state",
          error);
    }
    // Gitea's 401 names no way to authenticate, which JGit takes for one that it does not know.
    if (lower.contains("credentialsprovider")
        || lower.contains("not authorized")
        || lower.contains("authentication not supported")) {
      return new RemoteException(
          "RemoteTokenRefused",
          where
              + "does not accept the token: put one that may read and write repositories into the"
              + " token file",
          error);
    }
    if (lower.contains("not permitted")) {
      return new RemoteException(
          "RemoteForbidden",
          where + "may not be written to with this token: make its owner a writer there",
          error);
    }
    if (lower.contains("redirect")) {
      return new RemoteException(
          "RemoteMoved", where + "has moved: give its new address to --state", error);
    }
    if (lower.contains("no space left") || String.valueOf(root(error)).contains("No space left")) {
      return new RemoteException(
          "RemoteFails",
          "What the state repository %s has finds no room here: make room on the disk of the data folder"
              .formatted(uri),
          error);
    }
    if (lower.contains("unpacking on the remote end")) {
      return new RemoteException(
          "RemoteFails",
          where
              + "cannot store what is pushed: see that its disk has room, and the log of its"
              + " server",
          error);
    }
    if (SERVER_ERROR.matcher(said).find()) {
      return new RemoteException(
          "RemoteFails", where + "fails (" + server(said) + "): see the log of its server", error);
    }
    Throwable root = root(error);
    if (root instanceof UnknownHostException) {
      return away(where + "cannot be reached: its host has no address", error);
    }
    if (root instanceof SocketTimeoutException || root instanceof InterruptedIOException) {
      return away(where + "does not answer in time", error);
    }
    if (root instanceof SSLException) {
      return away(where + "cannot be trusted: " + root.getMessage(), error);
    }
    if (root instanceof SocketException) {
      return away(where + "cannot be reached: " + lost(root), error);
    }
    return new RemoteException(
        "RemoteFails", where + "could not be worked with: " + said.replace('\n', ' '), error);
  }

  private static RemoteException away(String what, IOException error) {
    return new RemoteException("RemoteAway", what, error);
  }

  private static String server(String said) {
    var matcher = SERVER_ERROR.matcher(said);
    return matcher.find() ? matcher.group().strip() : said;
  }

  private static String lost(Throwable root) {
    return root instanceof ConnectException || root instanceof NoRouteToHostException
        ? String.valueOf(root.getMessage())
        : "the connection broke";
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    for (int i = 0; i < 10 && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return root;
  }
}
