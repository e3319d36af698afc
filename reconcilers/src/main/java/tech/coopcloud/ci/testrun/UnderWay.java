package tech.coopcloud.ci.testrun;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import tech.coopcloud.ci.model.Phase;
import tech.coopcloud.ci.model.TestRun;

/** The runs of a recipe that are not over, as the API has them just now. */
public final class UnderWay {
  private UnderWay() {}

  public static List<TestRun> of(KubernetesClient client, String namespace, String recipe) {
    return client
        .resources(TestRun.class)
        .inNamespace(namespace)
        .withField("spec.recipe", recipe)
        .list()
        .getItems()
        .stream()
        .filter(run -> run.getStatus() == null || run.getStatus().phaseOrPending() != Phase.DONE)
        .toList();
  }
}
