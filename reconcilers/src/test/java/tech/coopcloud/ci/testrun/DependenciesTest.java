package tech.coopcloud.ci.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.model.Reason;
import tech.coopcloud.ci.model.Recipe;

class DependenciesTest {
  private final Map<String, Recipe> enrolled = new HashMap<>();

  @Test
  void whatOthersDependOnComesFirstAndEachOnce() {
    enroll("wiki", "login", "mail");
    enroll("login", "mail", "database");
    enroll("mail");
    enroll("database");

    Dependencies found = find("wiki");

    assertThat(found.problem()).isNull();
    assertThat(found.recipes().keySet()).containsExactly("mail", "database", "login");
  }

  @Test
  void oneThatIsNotEnrolledIsNamedWithTheRecipeThatNeedsIt() {
    enroll("wiki", "login");
    enroll("login", "mail");

    Dependencies.Problem problem = find("wiki").problem();

    assertThat(problem).isNotNull();
    assertThat(problem.reason()).isEqualTo(Reason.DEPENDENCY_NOT_ENROLLED);
    assertThat(problem.sentence()).contains("\"login\" depends on \"mail\"", "commit a Recipe");
  }

  @Test
  void aCircleIsNamedFromWhereItBegins() {
    enroll("wiki", "login");
    enroll("login", "mail");
    enroll("mail", "login");

    Dependencies.Problem problem = find("wiki").problem();

    assertThat(problem).isNotNull();
    assertThat(problem.reason()).isEqualTo(Reason.DEPENDENCY_CYCLE);
    assertThat(problem.sentence()).contains("login on mail on login").doesNotContain("wiki");
  }

  @Test
  void aRecipeThatDependsOnItselfIsACircle() {
    enroll("wiki", "wiki");

    Dependencies.Problem problem = find("wiki").problem();

    assertThat(problem).isNotNull();
    assertThat(problem.sentence()).contains("\"wiki\" depends on itself");
  }

  private void enroll(String name, String... dependsOn) {
    enrolled.put(name, Views.recipe(List.of(dependsOn), null));
  }

  private Dependencies find(String name) {
    return Dependencies.of(name, enrolled.get(name).getSpec(), enrolled::get);
  }
}
