package tech.coopcloud.ci.recipe.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tech.coopcloud.ci.model.Allowance;
import tech.coopcloud.ci.recipe.ServiceSpec;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * What a recipe under test may have. Everything that reaches beyond the run's own objects is denied
 * unless the Recipe allows it by name: the code under test is hostile.
 *
 * @param domain of the run; routes may name it and what is below it
 * @param ingressNetwork the one network that runs share
 */
public record Policy(String domain, String ingressNetwork) {

  /**
   * Judges what would be created or updated.
   *
   * @param allowances what the Recipe allows; {@link Allowance#what()} is compared with {@link
   *     Denial#what()} as it stands
   * @return what is denied; empty where all is well
   */
  public List<Denial> judge(StackSpec stack, List<Allowance> allowances) {
    Denials denials = new Denials();
    ObjectRules.judge(this, stack, denials);
    for (ServiceSpec service : stack.services()) {
      ServiceRules.judge(service, denials);
      ContainerRules.judge(service, denials);
      MountRules.judge(stack, service, denials);
      NetworkRules.judge(this, stack, service, denials);
      LabelRules.judge(stack, service, denials);
      RouteRules.judge(this, stack, service, denials);
    }
    Set<String> allowed = allowances.stream().map(Allowance::what).collect(Collectors.toSet());
    return denials.all().stream().filter(denial -> !allowed.contains(denial.what())).toList();
  }
}
