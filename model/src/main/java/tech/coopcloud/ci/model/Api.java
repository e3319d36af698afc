package tech.coopcloud.ci.model;

/** Names. */
public final class Api {
  public static final String GROUP = "ci.coopcloud.tech";
  public static final String VERSION = "v1alpha1";

  private Api() {}
}
