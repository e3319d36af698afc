package tech.coopcloud.ci.recipe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.coopcloud.ci.disk.Folders;
import tech.coopcloud.ci.model.Allowance;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.DerivedSecrets;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.RecipeReader;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Recipes that try to get at what is not theirs, one attempt each, under {@code hostile/}. {@code
 * expected.txt} says in its first line what becomes of it, {@code NotAllowed WORD}, {@code
 * InvalidRecipe} or {@code Harmless}, and in the next what the sentence says. {@code links} names
 * the symbolic links that the test adds, {@code NAME -> TARGET}.
 */
class HostileCorpusTest {
  private static final String DOMAIN = "test-1a2b3c.ci.localhost";
  private static final String STACK = "test-1a2b3c_ci_localhost";
  private static final Policy POLICY = new Policy(DOMAIN, "proxy");

  /** What any of them may take, on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  static Stream<String> recipes() throws IOException {
    try (Stream<Path> folders = Files.list(corpus())) {
      return folders.map(it -> it.getFileName().toString()).sorted().toList().stream();
    }
  }

  /** The words of all denials that are expected. */
  static Stream<String> deniedWords() throws IOException {
    List<String> words = new ArrayList<>();
    for (String name : recipes().toList()) {
      String outcome =
          Files.readAllLines(corpus().resolve(name).resolve("expected.txt")).getFirst();
      if (outcome.startsWith("NotAllowed ")) {
        words.add(outcome.substring("NotAllowed ".length()));
      }
    }
    return words.stream();
  }

  @Test
  void thereAreAtLeastSixtyOfThem() throws IOException {
    assertThat(recipes().count()).isGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void getsNothingThatIsNotItsOwn(String name, @TempDir Path folder) throws IOException {
    lay(corpus().resolve(name), folder);
    List<String> expected = Files.readAllLines(corpus().resolve(name).resolve("expected.txt"));
    String fragment = expected.size() > 1 ? expected.get(1) : "";
    long start = System.nanoTime();
    Attempt attempt = attempt(folder, List.of());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    assertThat(attempt.outcomes()).as(attempt.text()).contains(expected.getFirst());
    assertThat(attempt.text()).contains(fragment).doesNotContain("root:x:", "\u001b", "\u0007");
    Folders.delete(folder);
    assertThat(Path.of("/etc/passwd")).exists();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void whatIsDeniedCanBeAllowedByName(String name, @TempDir Path folder) throws IOException {
    lay(corpus().resolve(name), folder);
    String outcome = Files.readAllLines(corpus().resolve(name).resolve("expected.txt")).getFirst();
    if (!outcome.startsWith("NotAllowed ")) {
      Folders.delete(folder);
      return;
    }
    Attempt first = attempt(folder, List.of());
    List<Allowance> allowances =
        first.denied().stream().map(it -> new Allowance(it.what(), "needed for this")).toList();
    Judgement judgement = POLICY.judge(Objects.requireNonNull(first.stack()), allowances);
    assertThat(judgement.denied()).isEmpty();
    assertThat(judgement.allowed()).hasSameSizeAs(first.denied());
    assertThat(judgement.allowed())
        .allSatisfy(it -> assertThat(it.sentence()).contains(it.what(), "needed for this"));
  }

  /**
   * @param outcomes as in {@code expected.txt}, one for each thing that is denied
   * @param text all that is said of it
   */
  private record Attempt(
      List<String> outcomes, String text, List<Denial> denied, @Nullable StackSpec stack) {}

  private static Attempt attempt(Path folder, List<Allowance> allowances) {
    StackSpec stack;
    try {
      stack = Limits.DEFAULT.applyTo(RecipeReader.read(folder, context()));
    } catch (InvalidRecipeException e) {
      return new Attempt(
          List.of("InvalidRecipe"),
          String.join("\n", e.findings().stream().map(Finding::toString).toList()),
          List.of(),
          null);
    }
    List<Denial> denied = POLICY.judge(stack, allowances).denied();
    if (denied.isEmpty()) {
      List<String> forbidden = new Forbidden(stack, DOMAIN).found();
      if (!forbidden.isEmpty()) {
        fail("got through: " + forbidden);
      }
      return new Attempt(List.of("Harmless"), String.join("\n", stack.warnings()), denied, stack);
    }
    return new Attempt(
        denied.stream().map(it -> "NotAllowed " + it.what()).toList(),
        String.join("\n", denied.stream().map(Denial::sentence).toList()),
        denied,
        stack);
  }

  private static DeploymentContext context() {
    byte[] key = "a key of the installation, 32 bytes and more".getBytes(StandardCharsets.UTF_8);
    return new DeploymentContext(
        "test",
        DOMAIN,
        STACK,
        "1.0.0+2.0.0",
        true,
        Map.of(),
        Map.of(),
        List.of(),
        new DerivedSecrets(key, "run-1"));
  }

  private static Path corpus() {
    try {
      return Path.of(
          Objects.requireNonNull(HostileCorpusTest.class.getResource("/hostile")).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static void lay(Path from, Path into) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = into.resolve(from.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
    Path links = from.resolve("links");
    if (Files.exists(links)) {
      for (String link : Files.readAllLines(links)) {
        String[] parts = link.split(" -> ", 2);
        Files.createSymbolicLink(into.resolve(parts[0]), Path.of(parts[1]));
      }
    }
  }
}
