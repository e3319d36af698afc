package tech.coopcloud.ci.controller.ccctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeCommandTest {
  private static final String EXAMPLE = "../examples/recipes/custom-html";
  private static final String FORUM = "../reconcilers/src/test/resources/recipes/app-with-database";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int ccctl(String... args) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return Ccctl.run(terminal, args);
  }

  private JsonNode rendered(String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("recipe", "render"));
    args.addAll(List.of(more));
    args.addAll(List.of("-o", "json"));
    assertThat(ccctl(args.toArray(String[]::new))).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void rendersWhatDockerStackDeployWouldSend() throws IOException {
    JsonNode stack = rendered(EXAMPLE, "--plain", "--domain", "a.example.org");

    assertThat(stack.properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactly("services", "networks", "volumes", "configs", "secrets");
    JsonNode app = stack.path("services").path(0);
    assertThat(app.path("Name").asText()).isEqualTo("a_example_org_app");
    assertThat(app.path("Labels").path("traefik.http.routers.a_example_org.rule").asText())
        .isEqualTo("Host(`a.example.org`)");
    assertThat(app.path("Labels").has("coop-cloud.a_example_org.chaos")).isFalse();
    JsonNode container = app.path("TaskTemplate").path("ContainerSpec");
    assertThat(container.path("Configs").findValuesAsText("ConfigName"))
        .isSubsetOf(stack.path("configs").findValuesAsText("Name"));
    assertThat(container.path("Mounts").path(0).path("Source").asText())
        .isEqualTo(stack.path("volumes").path(0).path("Name").asText());
    assertThat(app.path("TaskTemplate").has("Resources")).isFalse();
    assertThat(stack.findValues("ConfigID")).isEmpty();
  }

  @Test
  void rendersWhatCcCiAdds() throws IOException {
    JsonNode app = rendered(EXAMPLE, "--domain", "a.example.org").path("services").path(0);

    assertThat(app.path("Labels").path("coop-cloud.a_example_org.recipe").asText())
        .isEqualTo("custom-html");
    assertThat(app.path("TaskTemplate").path("Resources").path("Limits").path("Pids").asInt())
        .isPositive();
  }

  @Test
  void showsNoValueOfASecret() throws IOException {
    JsonNode stack = rendered(FORUM, "--domain", "a.example.org");

    assertThat(stack.path("secrets")).hasSize(4);
    assertThat(stack.path("secrets").findValues("Data")).isEmpty();
    assertThat(rendered(FORUM, "--plain").path("secrets")).isEmpty();
  }

  @Test
  void takesAnEnvFileAndWhatIsSet() throws IOException {
    Path env = folder.resolve("my.env");
    Files.writeString(env, "TYPE=custom-html\nDOMAIN=b.example.org\nSITE_TITLE=Mine\n");

    assertThat(rendered(EXAMPLE, "--plain", "--env-file", env.toString()).findValuesAsText("Env"))
        .hasSize(1);
    assertThat(out.toString()).contains("\"DOMAIN=b.example.org\"").contains("\"SITE_TITLE=Mine\"");

    rendered(EXAMPLE, "--plain", "--env-file", env.toString(), "--set", "SITE_TITLE=Other");
    assertThat(out.toString()).contains("\"SITE_TITLE=Other\"").contains("b_example_org_app");
  }

  @Test
  void saysWhatCannotBeRendered() throws IOException {
    Files.writeString(folder.resolve("compose.yml"), "services:\n  app:\n    mem_limit: 1G\n");

    assertThat(ccctl("recipe", "render", folder.toString())).isEqualTo(ExitCode.FAILED.code());
    assertThat(err.toString()).startsWith("error: compose.yml:3: The field");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void lintsASoundRecipeQuietly() {
    assertThat(ccctl("recipe", "lint", EXAMPLE)).isZero();
    assertThat(out.toString()).isEqualTo("Nothing is wrong.\n");
  }

  @Test
  void lintEndsWithOneWhereSomethingIsWrong() throws IOException {
    Files.writeString(folder.resolve("compose.yml"), "services:\n  app:\n    image: nginx\n");

    assertThat(ccctl("recipe", "lint", folder.toString())).isEqualTo(ExitCode.FAILED.code());
    assertThat(out.toString())
        .contains("compose.yml:3: error: The image 'nginx'")
        .contains("compose.yml:2: warning: The service 'app' has no 'healthcheck'")
        .endsWith("2 errors, 1 warnings.\n");
  }

  @Test
  void asksForAFolderThatThereIs() {
    assertThat(ccctl("recipe", "lint", folder.resolve("gone").toString()))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(ccctl("recipe", "render", EXAMPLE, "-o", "xml")).isEqualTo(ExitCode.USAGE.code());
    assertThat(ccctl("recipe")).isEqualTo(ExitCode.USAGE.code());
    assertThat(out.toString()).contains("render").contains("lint");
  }

  @Test
  void aRecipeOfTwentyServicesTakesNoLongerThanTwentyOfOne() throws IOException {
    Path small = recipeOf(1);
    Path large = recipeOf(20);
    Duration one = Duration.ofDays(1);
    Duration twenty = Duration.ofDays(1);
    for (int i = 0; i < 15; i++) {
      one = Collections.min(List.of(one, renderedAndLinted(small)));
      twenty = Collections.min(List.of(twenty, renderedAndLinted(large)));
    }
    System.out.printf("render and lint of 20 services: %d ms%n", twenty.toMillis());

    assertThat(twenty).isLessThan(one.multipliedBy(20));
  }

  private Path recipeOf(int services) throws IOException {
    Path recipe = Files.createDirectory(folder.resolve("recipe-of-" + services));
    String example = Files.readString(Path.of(EXAMPLE, "compose.yml"));
    int from = example.indexOf("  app:");
    int to = example.indexOf("networks:\n  proxy");
    StringBuilder compose = new StringBuilder("version: '3.8'\nservices:\n");
    for (int i = 0; i < services; i++) {
      compose.append(example.substring(from, to).replace("  app:", "  app" + i + ":"));
    }
    Files.writeString(recipe.resolve("compose.yml"), compose.append(example.substring(to)));
    for (String file :
        List.of(
            "abra.sh",
            ".env.sample",
            "default.conf.tmpl",
            "index.html.tmpl",
            "style.css",
            "script.js")) {
      Files.copy(Path.of(EXAMPLE, file), recipe.resolve(file));
    }
    return recipe;
  }

  /** What this thread works, so that other builds on the machine do not count. */
  private Duration renderedAndLinted(Path recipe) {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    assertThat(ccctl("recipe", "render", recipe.toString(), "-o", "json")).isZero();
    assertThat(ccctl("recipe", "lint", recipe.toString())).isZero();
    return Duration.ofNanos(thread.getCurrentThreadCpuTime() - start);
  }
}
