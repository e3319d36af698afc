package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
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
    return List.of(load(TestRun.class), load(Recipe.class), load(Schedule.class));
  }

  private static CustomResourceDefinition load(Class<? extends CustomResource<?, ?>> kind) {
    String resource = "/META-INF/fabric8/" + CustomResource.getCRDName(kind) + "-v1.yml";
    try (InputStream in = Crds.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is not on the class path: build the module with Maven.");
      }
      CustomResourceDefinition crd =
          new KubernetesSerialization().unmarshal(in, CustomResourceDefinition.class);
      String words = kind.getAnnotation(JsonClassDescription.class).value();
      crd.getSpec().getVersions().forEach(version -> finish(version, words));
      return crd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generator sorts columns by path, and cannot say what a kind is or that it needs a spec. */
  private static void finish(CustomResourceDefinitionVersion version, String words) {
    version
        .getAdditionalPrinterColumns()
        .sort(
            Comparator.comparingInt(
                (CustomResourceColumnDefinition c) -> COLUMNS.indexOf(c.getName())));
    JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
    schema.setDescription(words);
    schema.setRequired(List.of("spec"));
  }
}
