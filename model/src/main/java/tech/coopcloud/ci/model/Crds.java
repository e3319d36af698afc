package tech.coopcloud.ci.model;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;

/** The CRDs of all kinds, as generated from the classes at build time. */
public final class Crds {
  private static final List<String> COLUMNS =
      List.of(
          "Recipe",
          "Ref",
          "Source",
          "Cron",
          "Time Zone",
          "Suspend",
          "Ready",
          "Last Schedule",
          "Next Schedule",
          "Phase",
          "Stage",
          "Passed",
          "Verdict",
          "Level",
          "Last Run",
          "Age",
          "Queue",
          "Reason",
          "Domain",
          "Commit");

  private Crds() {}

  /** One CRD for each kind, their printer columns in the order in which a person reads them. */
  public static List<CustomResourceDefinition> all() {
    return List.of(load("testruns"), load("recipes"), load("schedules"));
  }

  private static CustomResourceDefinition load(String plural) {
    String resource = "/META-INF/fabric8/" + plural + "." + Api.GROUP + "-v1.yml";
    try (InputStream in = Crds.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is not on the class path: build the module with Maven.");
      }
      CustomResourceDefinition crd =
          new KubernetesSerialization().unmarshal(in, CustomResourceDefinition.class);
      crd.getSpec().getVersions().forEach(Crds::finish);
      return crd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generator sorts columns by path, and cannot say that a spec is required. */
  private static void finish(CustomResourceDefinitionVersion version) {
    version
        .getAdditionalPrinterColumns()
        .sort(
            Comparator.comparingInt(
                (CustomResourceColumnDefinition c) -> COLUMNS.indexOf(c.getName())));
    JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
    schema.setRequired(List.of("spec"));
  }
}
