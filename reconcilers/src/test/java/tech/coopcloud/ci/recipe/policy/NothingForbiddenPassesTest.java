package tech.coopcloud.ci.recipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tech.coopcloud.ci.disk.Folders;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.DerivedSecrets;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.RecipeReader;
import tech.coopcloud.ci.recipe.StackSpec;

/**
 * Whatever compose file there is: what the engine would be sent, once the policy has nothing
 * against it, has nothing in it that {@link Forbidden} finds.
 */
class NothingForbiddenPassesTest {
  private static final String DOMAIN = "test-1a2b3c.ci.localhost";
  private static final String STACK = "test-1a2b3c_ci_localhost";

  /** For each field of a service what a recipe may write there: the first ones are harmless. */
  private static final Map<String, List<String>> FIELDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("cap_add", List.of("[CHOWN]", "[SETUID, NET_RAW]", "[SYS_PTRACE]")),
              Map.entry("cap_drop", List.of("[ALL]", "[MKNOD]")),
              Map.entry("sysctls", List.of("{net.core.somaxconn: 1024}", "{kernel.sem: '1'}")),
              Map.entry("isolation", List.of("default", "hyperv")),
              Map.entry("hostname", List.of("'{{.Node.Hostname}}'", "'{{print 1}}'")),
              Map.entry(
                  "environment",
                  List.of(
                      "{A: b}",
                      "['A={{.Task.Slot}}']",
                      "['A={{define \"a\"}}x{{end}}']",
                      "[PATH]")),
              Map.entry("networks", List.of("[own]", "[proxy]", "[theirs]", "[lan]")),
              Map.entry(
                  "volumes",
                  List.of(
                      "['data:/data']",
                      "[{type: tmpfs, target: /tmp}]",
                      "['/data']",
                      "['twin:/twin']",
                      "['data:/data', 'twin:/twin']",
                      "['/etc:/etc']",
                      "['theirs:/data']")),
              Map.entry("ports", List.of("[]", "['80:80']", "[{target: 80, mode: host}]")),
              Map.entry("secrets", List.of("[mine]", "[theirs]")),
              Map.entry("labels", List.of("{a: b}", "{ci.coopcloud.tech/run-uid: other}")),
              Map.entry(
                  "logging",
                  List.of(
                      "{driver: json-file, options: {max-size: 900g}}",
                      "{driver: local}",
                      "{driver: syslog}")),
              Map.entry(
                  "deploy",
                  List.of(
                      "{replicas: 3}",
                      "{labels: {'traefik.http.routers.${STACK_NAME}.rule': 'Host(`${DOMAIN}`)'}}",
                      "{resources: {limits: {memory: 64G, cpus: '32', pids: 100000}}}",
                      "{labels: {'traefik.http.routers.${STACK_NAME}.rule': 'Host(`a.b`)'}}",
                      "{labels: {'traefik.http.routers.${STACK_NAME}.service': 'api@internal'}}",
                      "{replicas: 11}",
                      "{mode: global}",
                      "{placement: {constraints: [node.role == manager]}}",
                      "{placement: {preferences: [{spread: node.id}]}}"))));

  private static final String REST =
      """
      networks:
        own: {}
        proxy: {external: true}
        theirs: {external: true, name: other_internal}
        lan: {driver: macvlan}
      volumes:
        data: {}
        twin: {name: %1$s_data, driver_opts: {type: none, o: bind, device: /}}
        theirs: {external: true, name: other_data}
      secrets:
        mine: {external: true, name: %1$s_mine_v1}
        theirs: {external: true, name: other_theirs_v1}
      """
          .formatted(STACK);

  private static Path folder = Path.of("");
  private static int passed;
  private static int denied;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("cc-ci-policy");
  }

  @AfterContainer
  static void bothHappenedOften() throws IOException {
    Folders.delete(folder);
    assertThat(passed).isGreaterThan(50);
    assertThat(denied).isGreaterThan(50);
  }

  @Property(tries = 600)
  void whatPassesHasNothingForbiddenInIt(@ForAll("recipes") String compose)
      throws IOException, InvalidRecipeException {
    Files.writeString(folder.resolve("compose.yml"), compose);
    byte[] key = "a key of the installation, 32 bytes and more".getBytes(StandardCharsets.UTF_8);
    StackSpec stack =
        Limits.DEFAULT.applyTo(
            RecipeReader.read(
                folder,
                new DeploymentContext(
                    "test",
                    DOMAIN,
                    STACK,
                    "1.0.0+2.0.0",
                    true,
                    Map.of(),
                    Map.of(),
                    List.of(),
                    new DerivedSecrets(key, "run-1"))));
    List<String> forbidden = new Forbidden(stack, DOMAIN).found();
    if (new Policy(DOMAIN, "proxy").judge(stack, List.of()).denied().isEmpty()) {
      passed++;
      assertThat(forbidden).as(compose).isEmpty();
    } else {
      denied++;
    }
  }

  @Provide
  Arbitrary<String> recipes() {
    return services()
        .list()
        .ofMinSize(1)
        .ofMaxSize(2)
        .map(
            services -> {
              StringBuilder text = new StringBuilder("version: '3.9'\nservices:\n");
              for (int i = 0; i < services.size(); i++) {
                text.append("  s").append(i).append(":\n    image: nginx:1.27.2\n");
                text.append(services.get(i));
              }
              return text + REST;
            });
  }

  private static Arbitrary<String> services() {
    List<Arbitrary<String>> fields = new ArrayList<>();
    FIELDS.forEach(
        (name, values) ->
            fields.add(
                Arbitraries.frequencyOf(
                    Tuple.of(5, Arbitraries.just("")),
                    Tuple.of(3, line(name, values.subList(0, values.size() / 2))),
                    Tuple.of(1, line(name, values)))));
    return Combinators.combine(fields).as(lines -> String.join("", lines));
  }

  private static Arbitrary<String> line(String name, List<String> values) {
    return Arbitraries.of(values).map(value -> "    " + name + ": " + value + "\n");
  }
}
