package tech.coopcloud.ci.store.object;

/**
 * The identity of an object while it lives.
 *
 * @param namespace empty for a cluster-scoped object
 */
public record ObjectKey(GroupResource type, String namespace, String name) {
  @Override
  public String toString() {
    return type + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
