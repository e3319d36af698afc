package tech.coopcloud.ci.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Why a condition or a stage is as it is: one word for machines, one sentence for people. The
 * sentence is the general one; what is written on an object says what, where and what to do.
 */
public enum Reason {
  ACCEPTED("Accepted", "The manifest is valid and the recipe is enrolled."),
  INVALID_MANIFEST("InvalidManifest", "The manifest is not valid."),
  DUPLICATE_MANIFEST("DuplicateManifest", "Two manifests claim one identity."),
  RECIPE_NOT_ENROLLED("RecipeNotEnrolled", "The recipe that the run names is not enrolled."),
  DEPENDENCY_NOT_ENROLLED(
      "DependencyNotEnrolled", "A recipe that this one depends on is not enrolled."),
  DEPENDENCY_CYCLE("DependencyCycle", "Recipes depend on one another in a circle."),
  DEPENDENCY_FAILED("DependencyFailed", "A recipe that this one depends on could not be deployed."),
  QUEUED("Queued", "The run waits for a free slot."),
  PENDING_TIMEOUT("PendingTimeout", "The run waited too long for a free slot."),
  REF_NOT_FOUND("RefNotFound", "The ref does not exist in the repository."),
  SOURCE_UNAVAILABLE("SourceUnavailable", "The repository could not be reached."),
  SOURCE_NEEDS_PASSWORD("SourceNeedsPassword", "The repository asks for a password."),
  SOURCE_REFUSED("SourceRefused", "The address of the repository is not one that may be fetched."),
  SOURCE_TOO_LARGE("SourceTooLarge", "The repository is larger than a recipe may be."),
  INVALID_RECIPE("InvalidRecipe", "The recipe cannot be read."),
  NOT_ALLOWED("NotAllowed", "The recipe asks for what it may not have."),
  NAME_TOO_LONG("NameTooLong", "A name is over the limits of Swarm."),
  IMAGE_NOT_FOUND("ImageNotFound", "An image does not exist."),
  IMAGE_PULL_FAILED("ImagePullFailed", "An image could not be pulled."),
  DEPLOY_REFUSED("DeployRefused", "The engine refused an object of the recipe."),
  DEPLOYING("Deploying", "The stack is being created."),
  DEPLOYED("Deployed", "Every object of the stack is created."),
  CONVERGING("Converging", "The services are starting."),
  HEALTHY("Healthy", "Every service runs and is healthy."),
  NEVER_HEALTHY("NeverHealthy", "A service did not become healthy in time."),
  RESTARTING("Restarting", "A service keeps stopping."),
  LIMIT_EXCEEDED("LimitExceeded", "A service needs more memory or processes than it may have."),
  NOT_SCHEDULED("NotScheduled", "The swarm has no place for a service."),
  NO_ROUTE("NoRoute", "No service has labels that route the domain to it."),
  PROBE_FAILED("ProbeFailed", "The address did not answer as expected."),
  CERTIFICATE_ERROR("CertificateError", "The app serves a certificate that cannot be trusted."),
  BROWSER_FAILED("BrowserFailed", "The page did not open in the browser."),
  NOT_IDEMPOTENT("NotIdempotent", "Deploying the same again changes something."),
  ASSET_MISSING("AssetMissing", "A style sheet or a script of the page did not load."),
  LINT_FAILED("LintFailed", "The recipe breaks rules of the ecosystem."),
  NO_PUBLISHED_VERSION("NoPublishedVersion", "There is no published version to upgrade from."),
  CONFIG_CHANGED("ConfigChanged", "A config changed its content under the same name."),
  UPDATE_FAILED("UpdateFailed", "Swarm did not finish the update, or rolled it back."),
  SEED_FAILED("SeedFailed", "The data that is to prove that data lives could not be written."),
  DATA_LOST("DataLost", "Data that was written before is not there any more."),
  HOOK_FAILED("HookFailed", "A backup or restore hook of the recipe failed."),
  BACKUP_EMPTY("BackupEmpty", "The backup holds nothing of what it should."),
  BACKUP_FAILED("BackupFailed", "The backup could not be taken or verified."),
  RESTORE_FAILED("RestoreFailed", "The backup could not be brought back."),
  CHECK_FAILED("CheckFailed", "A functional check failed."),
  EXPECTED_SKIP("ExpectedSkip", "The Recipe says why the stage does not apply."),
  COVERAGE_GAP("CoverageGap", "There is nothing that the stage could verify."),
  PASSED("Passed", "Everything that was looked at is as expected."),
  STAGE_FAILED("StageFailed", "A stage failed."),
  NOT_VERIFIED("NotVerified", "Nothing failed, but not everything could be verified."),
  EARLIER_STAGE("EarlierStage", "An earlier stage ended the run."),
  NOT_SUPPORTED("NotSupported", "This version of cc-ci does not run this stage."),
  CANCELLED("Cancelled", "The run was cancelled."),
  SUPERSEDED("Superseded", "A newer run took the place of this one."),
  ALREADY_ACTIVE(
      "AlreadyActive", "Another run is not over, and the Recipe forbids a second one beside it."),
  DELETED("Deleted", "The run was deleted."),
  TIMED_OUT("TimedOut", "The run took longer than its timeout."),
  STAGE_TIMED_OUT("StageTimedOut", "A stage took longer than the Recipe gives it."),
  INFRASTRUCTURE("Infrastructure", "The machine, not the recipe, is in the way."),
  TEARING_DOWN("TearingDown", "What the run created is being removed."),
  REMOVED("Removed", "Nothing of the run is left in the swarm."),
  LEFTOVERS("Leftovers", "Something of the run could not be removed."),
  RUNNING("Running", "The run is under way.");

  private final String text;
  private final String sentence;

  Reason(String text, String sentence) {
    this.text = text;
    this.sentence = sentence;
  }

  /** The CamelCase word that stands in {@code reason}. */
  public String text() {
    return text;
  }

  /** What it means, for a person. */
  public String sentence() {
    return sentence;
  }

  /** The reason of that word, or null where it is not one of ours. */
  public static @Nullable Reason of(@Nullable String text) {
    return Arrays.stream(values()).filter(r -> r.text.equals(text)).findFirst().orElse(null);
  }
}
