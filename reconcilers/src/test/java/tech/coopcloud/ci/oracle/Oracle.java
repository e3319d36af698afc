package tech.coopcloud.ci.oracle;

import static tech.coopcloud.ci.swarm.DockerCli.docker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.RecipeReader;
import tech.coopcloud.ci.recipe.SecretSpec;
import tech.coopcloud.ci.recipe.SecretValue;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.swarm.Owner;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmWithIpvs;

/**
 * Deploys a recipe twice under one name, by {@code docker stack deploy} and by our own path, and
 * tells what the engine says differently.
 */
final class Oracle implements AutoCloseable {
  private static final Owner OWNER = new Owner("oracle", "oracle-run", "default/oracle");
  private static final Set<String> STARTED =
      Set.of("Running", "Complete", "Failed", "Shutdown", "Rejected", "Orphaned", "Remove");

  private final Swarm swarm = SwarmWithIpvs.open();
  private final Client client;

  /**
   * @param client what to compare with
   */
  Oracle(Client client) {
    this.client = client;
  }

  /** What must be true of a stack before it is looked at. */
  @FunctionalInterface
  interface Settled {
    void await(StackSpec stack);
  }

  List<String> differences(RecipeFolder recipe) {
    return differences(recipe, stack -> {});
  }

  /** Empty where the engine says the same of both. */
  List<String> differences(RecipeFolder recipe, Settled settled) {
    StackSpec stack = read(recipe);
    stack.externalNetworks().forEach(swarm::ensureIngressNetwork);
    try {
      EngineView theirs;
      try {
        byDocker(recipe, stack);
        settled.await(stack);
        theirs = EngineView.of(stack);
      } finally {
        remove(stack);
      }
      byUs(stack);
      settled.await(stack);
      int files = recipe.composeFiles(recipe.env()).size();
      return EngineView.of(stack).differencesFrom(theirs).stream()
          .filter(it -> !client.excuses(it, files))
          .toList();
    } finally {
      remove(stack);
    }
  }

  static StackSpec read(RecipeFolder recipe) {
    DeploymentContext context =
        new DeploymentContext(
            "oracle",
            recipe.domain(),
            recipe.stack(),
            "1.0.0+1",
            true,
            Map.of(),
            Map.of(),
            List.of(),
            (name, form) -> new SecretValue(name.getBytes(StandardCharsets.UTF_8)));
    try {
      return RecipeReader.readPlain(recipe.folder(), context);
    } catch (InvalidRecipeException e) {
      throw new AssertionError(e.findings().toString(), e);
    }
  }

  /** As with abra, the secrets that the recipe calls external are there before. */
  private void byDocker(RecipeFolder recipe, StackSpec stack) {
    stack.secrets().stream()
        .filter(Oracle::isExternal)
        .forEach(it -> docker(it.value().bytes(), "secret", "create", it.name(), "-"));
    Map<String, String> env = recipe.env();
    Stream<String> files =
        recipe.composeFiles(env).stream().flatMap(file -> Stream.of("--compose-file", file));
    recipe.run(
        env,
        Stream.of(
                Stream.of(client.path(), "stack", "deploy", "--resolve-image", "never"),
                files,
                Stream.of(stack.name()))
            .flatMap(it -> it)
            .toArray(String[]::new));
  }

  private static boolean isExternal(SecretSpec secret) {
    return secret.labels().isEmpty();
  }

  private void byUs(StackSpec stack) {
    stack.networks().forEach(it -> swarm.createNetwork(it, OWNER));
    stack.volumes().stream()
        .filter(it -> it.driver().isEmpty() || it.driver().equals("local"))
        .forEach(it -> swarm.createVolume(it, OWNER));
    stack.secrets().forEach(it -> swarm.createSecret(it, OWNER));
    stack.configs().forEach(it -> swarm.createConfig(it, OWNER));
    stack.services().forEach(it -> swarm.createService(it, OWNER));
  }

  /** Everything with the stack's label, and the secrets and volumes that have none. */
  private void remove(StackSpec stack) {
    String filter = "label=com.docker.stack.namespace=" + stack.name();
    rm("service", docker("service", "ls", "-q", "--filter", filter));
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(AssertionError.class)
        .until(
            () -> {
              if (isStarting(stack)) {
                return false; // its volumes would be made anew
              }
              List<String> containers = docker("ps", "-aq", "--filter", filter);
              rm("container", containers);
              for (String kind : List.of("network", "config", "secret", "volume")) {
                rm(kind, docker(kind, "ls", "-q", "--filter", filter));
              }
              rm(
                  "secret",
                  there("secret", stack.secrets().stream().map(SecretSpec::name).toList()));
              return docker("network", "ls", "-q", "--filter", filter).isEmpty();
            });
  }

  /** Whether a task has no container yet and may still get one. */
  private static boolean isStarting(StackSpec stack) {
    try {
      return docker("stack", "ps", "--format", "{{.CurrentState}}", stack.name()).stream()
          .anyMatch(state -> !STARTED.contains(state.split(" ")[0]));
    } catch (AssertionError e) {
      if (String.valueOf(e.getMessage()).contains("nothing found in stack")) {
        return false;
      }
      throw e;
    }
  }

  private static List<String> there(String kind, List<String> names) {
    return docker(kind, "ls", "--format", "{{.Name}}").stream().filter(names::contains).toList();
  }

  private static void rm(String kind, List<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of(kind, "rm"));
    if (kind.equals("container")) {
      command.addAll(List.of("--force", "--volumes"));
    }
    command.addAll(ids);
    docker(command.toArray(String[]::new));
  }

  @Override
  public void close() {
    swarm.close();
  }
}
