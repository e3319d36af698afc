package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** An enrolled recipe, and how to test it. Settings come from here, never from a pull request. */
@JsonClassDescription(
    "An enrolled recipe, and how to test it. Settings come from here, never from a pull request.")
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("Recipe")
@Plural("recipes")
@Singular("recipe")
@Categories("cc-ci")
@AdditionalPrinterColumn(name = "Source", jsonPath = ".spec.source", type = Type.STRING)
@AdditionalPrinterColumn(name = "Level", jsonPath = ".status.level", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Last Run", jsonPath = ".status.lastRun", type = Type.STRING)
@AdditionalPrinterColumn(name = "Verdict", jsonPath = ".status.lastVerdict", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class Recipe extends CustomResource<RecipeSpec, RecipeStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
