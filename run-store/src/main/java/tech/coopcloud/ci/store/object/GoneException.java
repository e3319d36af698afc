package tech.coopcloud.ci.store.object;

/**
 * The history that was asked for is no longer kept (HTTP 410, reason Expired): list again, then
 * watch from there.
 */
public final class GoneException extends Exception {
  private static final long serialVersionUID = 1L;

  public GoneException(long asked, long oldest) {
    super("too old resource version: " + asked + " (" + oldest + ")");
  }
}
