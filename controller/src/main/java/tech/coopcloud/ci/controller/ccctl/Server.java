package tech.coopcloud.ci.controller.ccctl;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server and how to talk to it.
 *
 * @param address its base address, without a slash at the end
 * @param caPem the certificate authority to trust instead of the system's, PEM
 * @param token the bearer token
 * @param namespace where commands look that name no namespace
 */
record Server(URI address, @Nullable String caPem, @Nullable String token, String namespace) {
  /** The token stays out of every message. */
  @Override
  public String toString() {
    return address.toString();
  }
}
