package tech.coopcloud.ci.recipe.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.coopcloud.ci.model.Allowance;
import tech.coopcloud.ci.recipe.PlainText;
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
  private static final int LONGEST_REASON = 1024;

  /**
   * Judges what would be created or updated, after limits were put on it.
   *
   * @param allowances what the Recipe allows; {@link Allowance#what()} is compared with {@link
   *     Denial#what()} as it stands, and as a number where it is an amount
   */
  public Judgement judge(StackSpec stack, List<Allowance> allowances) {
    Denials denials = new Denials();
    BudgetRules.judge(stack, denials);
    ObjectRules.judge(this, stack, denials);
    TemplateRules.judge(stack, denials);
    for (ServiceSpec service : stack.services()) {
      ServiceRules.judge(service, denials);
      ImageRules.judge(service, denials);
      ContainerRules.judge(service, denials);
      MountRules.judge(stack, service, denials);
      NetworkRules.judge(this, stack, service, denials);
      LabelRules.judge(stack, service, denials);
      RouteRules.judge(this, stack, service, denials);
    }
    List<Denial> denied = new ArrayList<>();
    List<Judgement.Allowed> allowed = new ArrayList<>();
    for (Denial denial : denials.all()) {
      Optional<Allowance> allowance =
          allowances.stream().filter(it -> covers(it, denial)).findFirst();
      if (allowance.isPresent()) {
        allowed.add(
            new Judgement.Allowed(
                allowance.get().what(),
                Character.toLowerCase(denial.asks().charAt(0)) + denial.asks().substring(1),
                PlainText.of(allowance.get().reason(), LONGEST_REASON)));
      } else {
        denied.add(denial);
      }
    }
    return new Judgement(denied, allowed);
  }

  private static boolean covers(Allowance allowance, Denial denial) {
    return allowance.what().equals(denial.what()) || Budget.covers(allowance.what(), denial.what());
  }
}
