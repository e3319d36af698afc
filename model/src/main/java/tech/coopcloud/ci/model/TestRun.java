package tech.coopcloud.ci.model;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One test of one recipe at one commit. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("TestRun")
@Plural("testruns")
@Singular("testrun")
@ShortNames({"tr"})
@AdditionalPrinterColumn(
    name = "Recipe",
    jsonPath = ".spec.recipe",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
public class TestRun extends CustomResource<TestRunSpec, TestRunStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
