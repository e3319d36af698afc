package tech.coopcloud.ci.controller.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may depend on what. */
@AnalyzeClasses(
    packages = "tech.coopcloud.ci",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "tech.coopcloud.ci.";

  @ArchTest
  static final ArchRule theModelDependsOnNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "model..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are ours and outside of the model",
                  type ->
                      type.getPackageName().startsWith("tech.coopcloud.ci")
                          && !type.getPackageName().startsWith(ROOT + "model")));

  @ArchTest
  static final ArchRule theStoreKnowsNoKind =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "store..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "model..");

  @ArchTest
  static final ArchRule nobodyReachesAroundTheApi =
      noClasses()
          .that()
          .resideInAPackage("tech.coopcloud.ci..")
          .and()
          .resideOutsideOfPackages(ROOT + "store..", ROOT + "controller")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "store..");

  @ArchTest
  static final ArchRule onlyTheProcessKnowsEverything =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "controller..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "controller..");

  @ArchTest
  static final ArchRule onlyTheGitPackageUsesJgit = onlyIn("store.git", "org.eclipse.jgit..");

  @ArchTest
  static final ArchRule onlyTheSwarmPackageUsesDockerJava =
      onlyIn("swarm", "com.github.dockerjava..");

  @ArchTest
  static final ArchRule onlyTheBrowserPackageUsesPlaywright =
      onlyIn("browser", "com.microsoft.playwright..");

  @ArchTest
  static final ArchRule onlyTheSchedulePackageUsesQuartz = onlyIn("schedule", "org.quartz..");

  @ArchTest
  static final ArchRule theRecipeFormatIsPure =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "recipe..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "swarm..", ROOT + "ingress..", ROOT + "testrun..", "java.net.http..");

  @ArchTest
  static final ArchRule ccctlStartsWithLittle =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "controller.ccctl..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "io.javaoperatorsdk..",
              "io.javalin..",
              "org.eclipse..",
              ROOT + "store..");

  @ArchTest
  static final ArchRule everyPackageSaysWhetherNullIsAllowed =
      classes()
          .that()
          .resideInAPackage("tech.coopcloud.ci..")
          .and()
          .haveSimpleNameNotContaining("Generated")
          .should(
              new com.tngtech.archunit.lang.ArchCondition<>("be in a package that is null-marked") {
                @Override
                public void check(
                    com.tngtech.archunit.core.domain.JavaClass type,
                    com.tngtech.archunit.lang.ConditionEvents events) {
                  boolean marked =
                      type.getPackage()
                          .tryGetAnnotationOfType(org.jspecify.annotations.NullMarked.class)
                          .isPresent();
                  if (!marked) {
                    events.add(
                        com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                            type, type.getName() + " is in a package without @NullMarked"));
                  }
                }
              });

  private static ArchRule onlyIn(String ours, String library) {
    return noClasses()
        .that()
        .resideInAPackage("tech.coopcloud.ci..")
        .and()
        .resideOutsideOfPackage(ROOT + ours + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
