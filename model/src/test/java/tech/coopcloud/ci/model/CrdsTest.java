package tech.coopcloud.ci.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdsTest {
  private final CustomResourceDefinition testRun = Crds.all().getFirst();

  @Test
  void theColumnsOfATestRunStandInReadingOrder() {
    assertThat(testRun.getSpec().getVersions().getFirst().getAdditionalPrinterColumns())
        .extracting(CustomResourceColumnDefinition::getName)
        .containsExactly(
            "Recipe", "Ref", "Phase", "Stage", "Passed", "Level", "Age", "Queue", "Reason",
            "Domain", "Commit");
  }

  @Test
  void theColumnsOfAScheduleStandInReadingOrder() {
    assertThat(Crds.all().get(2).getSpec().getVersions().getFirst().getAdditionalPrinterColumns())
        .extracting(CustomResourceColumnDefinition::getName)
        .containsExactly(
            "Cron",
            "Time Zone",
            "Suspend",
            "Ready",
            "Last Schedule",
            "Next Schedule",
            "Age",
            "Reason");
  }

  @Test
  void aTestRunNeedsARecipeAndARecipeNeedsASource() {
    assertThat(spec(Crds.all().get(0)).getRequired()).containsExactly("recipe");
    assertThat(spec(Crds.all().get(1)).getRequired()).containsExactly("source");
  }

  @Test
  void theSchemaCarriesDefaultsPatternsAndWords() {
    JSONSchemaProps spec = spec(testRun);
    assertThat(spec.getProperties().get("timeout").getDefault().asText()).isEqualTo("60m");
    assertThat(spec.getProperties().get("timeout").getPattern()).isEqualTo(Formats.DURATION);
    assertThat(spec.getProperties().get("stages").getItems().getSchema().getEnum())
        .extracting(n -> n.asText())
        .containsExactlyInAnyOrder(
            List.of(StageName.values()).stream().map(StageName::text).toArray(String[]::new));
  }

  @Test
  void eachKindSaysWhatItIs() {
    assertThat(Crds.all())
        .extracting(
            crd ->
                crd.getSpec()
                    .getVersions()
                    .getFirst()
                    .getSchema()
                    .getOpenAPIV3Schema()
                    .getDescription())
        .containsExactly(
            "One test of one recipe at one commit.",
            "An enrolled recipe, and how to test it. Settings come from here, never from a pull"
                + " request.",
            "Recipes that are tested again and again, at times that a cron expression names.");
  }

  @Test
  void eachKindHasAStatusSubresource() {
    for (CustomResourceDefinition crd : Crds.all()) {
      assertThat(crd.getSpec().getVersions().getFirst().getSubresources().getStatus()).isNotNull();
    }
  }

  private static JSONSchemaProps spec(CustomResourceDefinition crd) {
    return crd.getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec");
  }
}
