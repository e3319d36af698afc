package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * The state repository elsewhere, on a Gitea as a rule, that a store keeps its own equal to.
 *
 * @param uri where it is cloned from; without a user or password
 * @param tokenFile holds a token that may read and write it, and is read anew at every exchange, so
 *     that it may be replaced at any time; null where none is asked for
 * @param poll how often it is looked at when nobody tells of a change
 */
public record StateRemote(URI uri, @Nullable Path tokenFile, Duration poll) {
  /** Where the remote's {@code main} was when it was last fetched or pushed to. */
  static final String MAIN = "refs/cc-ci/remote/main";

  /** The same of {@code status}. */
  static final String STATUS = "refs/cc-ci/remote/status";

  public StateRemote {
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "The address of the state repository names a user or a password: put the token into a"
              + " file and leave them out");
    }
    if (poll.isZero() || poll.isNegative()) {
      throw new IllegalArgumentException("The remote is to be looked at every " + poll);
    }
  }

  /**
   * The token as it is now, or null when there is none.
   *
   * @throws IOException when the file cannot be used; it never says what is in it
   */
  public @Nullable String token() throws IOException {
    try {
      return tokenFile == null ? null : new TokenFile(tokenFile).read();
    } catch (IOException e) {
      throw RemoteException.token(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A way to it.
   *
   * @param repository that objects are taken from and put into
   * @param token as {@link #token()} gave it
   * @param silence how long the remote may say nothing, in seconds
   */
  Transport transport(Repository repository, @Nullable String token, int silence)
      throws NotSupportedException, TransportException {
    // The token goes where --state says and nowhere else.
    repository.getConfig().setString("http", null, "followRedirects", "false");
    Transport transport = Transport.open(repository, address());
    transport.setTimeout(silence);
    if (token != null && transport instanceof TransportHttp http) {
      // Gitea takes a token for the password of any user.
      http.setPreemptiveBasicAuthentication("cc-ci", token);
    }
    return transport;
  }

  private URIish address() throws TransportException {
    try {
      return new URIish(uri.toString());
    } catch (URISyntaxException e) {
      throw new TransportException("its address is none that git knows", e);
    }
  }
}
