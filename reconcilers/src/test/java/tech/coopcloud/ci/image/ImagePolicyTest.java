package tech.coopcloud.ci.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.coopcloud.ci.image.ImagePolicy.Why;
import tech.coopcloud.ci.image.Ledger.Deployment;

class ImagePolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final ImagePolicy POLICY = new ImagePolicy(Duration.ofDays(7), 10);
  private static final Set<String> NONE = Set.of();

  @Test
  void whatWasNotUsedForLongestGoesFirst() {
    Ledger ledger =
        pulled("b", 8)
            .withPulled("c", "sha256:c", daysAgo(30))
            .withPulled("a", "sha256:a", daysAgo(2));

    assertThat(POLICY.candidates(ledger, Why.UNUSED, NOW)).containsExactly("c", "b");
    assertThat(POLICY.candidates(ledger, Why.DISK_FULL, NOW)).containsExactly("c", "b", "a");
  }

  @Test
  void whatWasUsedWithinTheHourStaysHoweverFullTheDisk() {
    Ledger ledger = Ledger.empty().withPulled("a", "sha256:a", NOW.minus(Duration.ofMinutes(59)));

    assertThat(POLICY.candidates(ledger, Why.DISK_FULL, NOW)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatARunThatGoesOnUsesStays(Why why) {
    Ledger ledger = pulled("a", 30).used(by("wiki", "install", "1"), List.of("a"), daysAgo(20));

    assertThat(POLICY.candidates(ledger.trimmed(Set.of("1"), NONE), why, NOW)).isEmpty();
    assertThat(POLICY.candidates(ledger.trimmed(NONE, NONE), why, NOW)).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource
  void whatTheNewestRunOfARecipeUsedStaysStageByStage(Why why) {
    Ledger ledger =
        pulled("one", 40)
            .withPulled("two", "sha256:two", daysAgo(40))
            .withPulled("three", "sha256:three", daysAgo(40))
            .used(by("wiki", "install", "1"), List.of("one"), daysAgo(33))
            .used(by("wiki", "upgrade", "2"), List.of("two"), daysAgo(32))
            .used(by("wiki", "install", "3"), List.of("three"), daysAgo(31));

    assertThat(POLICY.candidates(ledger.trimmed(NONE, Set.of("wiki")), why, NOW))
        .containsExactly("one");
    assertThat(POLICY.candidates(ledger.trimmed(NONE, Set.of("other")), why, NOW))
        .containsExactly("one", "two", "three");
  }

  @Test
  void anUpgradeNeedsBothVersions() {
    Deployment upgrade = by("wiki", "upgrade", "1");
    Ledger ledger =
        pulled("old", 40)
            .withPulled("new", "sha256:new", daysAgo(40))
            .used(upgrade, List.of("old"), daysAgo(30))
            .used(upgrade, List.of("new"), daysAgo(30));

    assertThat(POLICY.candidates(ledger.trimmed(NONE, Set.of("wiki")), Why.UNUSED, NOW)).isEmpty();
  }

  @Test
  void aRunThatGoesOnDoesNotReplaceTheNewestThatIsDone() {
    Ledger ledger =
        pulled("done", 40)
            .withPulled("going", "sha256:going", daysAgo(40))
            .used(by("wiki", "install", "1"), List.of("done"), daysAgo(30))
            .used(by("wiki", "install", "2"), List.of("going"), daysAgo(20));

    assertThat(POLICY.candidates(ledger.trimmed(Set.of("2"), Set.of("wiki")), Why.UNUSED, NOW))
        .isEmpty();
  }

  @Test
  void anImageThatIsNeededUnderOneNameStaysUnderTheOther() {
    Ledger ledger =
        pulled("nginx", 30)
            .withPulled("nginx:latest", "sha256:nginx", daysAgo(30))
            .used(by("wiki", "install", "1"), List.of("nginx:latest"), daysAgo(20));

    assertThat(POLICY.candidates(ledger.trimmed(NONE, Set.of("wiki")), Why.UNUSED, NOW)).isEmpty();
  }

  @Test
  void aRecipeThatTurnedToImagesOfOthersNeedsItsOldOnesNoMore() {
    Ledger ledger =
        pulled("a", 30)
            .used(by("wiki", "install", "1"), List.of("a"), daysAgo(20))
            .used(by("wiki", "install", "2"), List.of("loaded"), daysAgo(10));

    assertThat(POLICY.candidates(ledger.trimmed(NONE, Set.of("wiki")), Why.UNUSED, NOW))
        .containsExactly("a");
  }

  @Test
  void usesThatNobodyNeedsAreForgotten() {
    Ledger ledger = pulled("a", 1);
    for (int run = 0; run < 50; run++) {
      ledger = ledger.used(by("wiki", "install", "run-" + run), List.of("a"), NOW.plusSeconds(run));
    }

    assertThat(ledger.trimmed(NONE, Set.of("wiki")).uses()).hasSize(1);
    assertThat(ledger.trimmed(NONE, NONE).uses()).isEmpty();
  }

  private static Ledger pulled(String image, int days) {
    return Ledger.empty().withPulled(image, "sha256:" + image, daysAgo(days));
  }

  private static Deployment by(String recipe, String stage, String run) {
    return new Deployment(recipe, stage, run);
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }
}
