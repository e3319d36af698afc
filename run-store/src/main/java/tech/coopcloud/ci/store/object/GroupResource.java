package tech.coopcloud.ci.store.object;

/**
 * Names a collection of objects.
 *
 * @param group the API group, empty for the core group
 * @param resource the plural, lower-case resource name, e.g. {@code testruns}
 */
public record GroupResource(String group, String resource) {
  @Override
  public String toString() {
    return group.isEmpty() ? resource : resource + "." + group;
  }
}
