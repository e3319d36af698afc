package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One test of one recipe at one commit. */
@JsonClassDescription("One test of one recipe at one commit.")
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("TestRun")
@Plural("testruns")
@Singular("testrun")
@Categories({"all", "cc-ci"})
@ShortNames({"tr"})
@AdditionalPrinterColumn(name = "Recipe", jsonPath = ".spec.recipe", type = Type.STRING)
@AdditionalPrinterColumn(name = "Ref", jsonPath = ".spec.ref", type = Type.STRING)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(name = "Stage", jsonPath = ".status.stage", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Passed",
    jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Level", jsonPath = ".status.level", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Queue",
    jsonPath = ".status.queuePosition",
    type = Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Commit",
    jsonPath = ".status.commit",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Domain",
    jsonPath = ".status.domain",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.recipe")
@AdditionalSelectableField(jsonPath = ".status.phase")
public class TestRun extends CustomResource<TestRunSpec, TestRunStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
