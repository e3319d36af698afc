package tech.coopcloud.ci.store.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A kind that the store serves. Made from a CRD, or built in (Lease, Event, Namespace).
 *
 * @param version the one served version, e.g. {@code v1alpha1}
 * @param schema the structural OpenAPI v3 schema of the whole object
 * @param columns what {@code kubectl get} prints after the name; an Age column is added where there
 *     is none
 * @param selectableFields what a field selector may ask for besides name and namespace, as JSON
 *     paths, e.g. {@code .spec.recipe}
 * @param persistence where its objects live
 * @param readOnly whether clients may only read it
 */
public record ResourceType(
    GroupResource name,
    String version,
    String kind,
    String singular,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    boolean statusSubresource,
    ObjectNode schema,
    List<Column> columns,
    List<String> selectableFields,
    Persistence persistence,
    boolean readOnly) {

  public ResourceType {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    columns = List.copyOf(columns);
    selectableFields = List.copyOf(selectableFields);
  }

  /** {@code group/version}, or just the version in the core group. */
  public String apiVersion() {
    return name.group().isEmpty() ? version : name.group() + "/" + version;
  }

  /**
   * A printer column of a CRD.
   *
   * @param jsonPath as in a CRD, e.g. {@code .status.phase}
   * @param priority 0 is always shown, anything above only with {@code -o wide}
   */
  public record Column(
      String name, String type, String format, String description, String jsonPath, int priority) {}

  /** Where objects of a kind are kept. */
  public enum Persistence {
    /** Manifests in {@code main}, joined with observed state in {@code status}. */
    DESIRED_AND_OBSERVED,
    /** Only in {@code status}: nobody writes manifests of it. */
    OBSERVED,
    /** In memory, bounded in number and age: Events. */
    MEMORY
  }
}
