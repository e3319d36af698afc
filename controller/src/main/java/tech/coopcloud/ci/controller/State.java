package tech.coopcloud.ci.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.controller.dashboard.ArchivedRuns;
import tech.coopcloud.ci.controller.dashboard.Problem;
import tech.coopcloud.ci.model.Crds;
import tech.coopcloud.ci.model.TestRun;
import tech.coopcloud.ci.store.git.CommitListener;
import tech.coopcloud.ci.store.git.GitHttp;
import tech.coopcloud.ci.store.git.GitObjectStore;
import tech.coopcloud.ci.store.git.Housekeeping;
import tech.coopcloud.ci.store.git.Lead;
import tech.coopcloud.ci.store.git.StateRemote;
import tech.coopcloud.ci.store.object.ArchivePage;
import tech.coopcloud.ci.store.object.Author;
import tech.coopcloud.ci.store.object.GroupResource;
import tech.coopcloud.ci.store.object.Json;
import tech.coopcloud.ci.store.object.ResourceType;
import tech.coopcloud.ci.store.object.ResourceTypes;
import tech.coopcloud.ci.store.rest.KubernetesApi;
import tech.coopcloud.ci.store.rest.Tokens;

/** The state repository and the API over it, for our kinds. */
final class State implements AutoCloseable {
  private static final GroupResource RUNS =
      new GroupResource(HasMetadata.getGroup(TestRun.class), HasMetadata.getPlural(TestRun.class));

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static final Author ADMIN = new Author("admin", "admin@cc-ci.localhost");

  /** Runs are what retention deletes, and what somebody may ask for later. */
  private static final Housekeeping HOUSEKEEPING =
      new Housekeeping(Housekeeping.DEFAULT.history(), Housekeeping.DEFAULT.grace(), Set.of(RUNS));

  private final Path repository;
  private final GitObjectStore store;
  private final Tokens tokens;
  private final KubernetesApi api;

  /** Null where the repository is here alone. */
  private final @Nullable ManifestStatuses statuses;

  private State(
      Path repository,
      GitObjectStore store,
      Tokens tokens,
      KubernetesApi api,
      @Nullable ManifestStatuses statuses) {
    this.repository = repository;
    this.store = store;
    this.tokens = tokens;
    this.api = api;
    this.statuses = statuses;
  }

  /**
   * @param remote what it is kept equal to, or null
   * @param lead who leads there
   */
  static State open(DataFolder data, @Nullable StateRemote remote, Lead lead) {
    List<ResourceType> types = types();
    Tokens tokens = new Tokens(data.token(), ADMIN);
    ManifestStatuses statuses = remote == null ? null : new ManifestStatuses(remote, lead::require);
    GitObjectStore store =
        GitObjectStore.open(
            data.state(),
            types,
            Clock.systemUTC(),
            remote,
            lead,
            statuses == null ? CommitListener.NONE : statuses,
            HOUSEKEEPING);
    return new State(
        data.state(),
        store,
        tokens,
        new KubernetesApi(store, types, Set.of(), tokens, Clock.systemUTC()),
        statuses);
  }

  /** Our kinds, and those that every client expects. */
  private static List<ResourceType> types() {
    Stream<ResourceType> ours =
        Crds.all().stream()
            .map(
                crd ->
                    ResourceTypes.fromCrd(
                        new ByteArrayInputStream(
                            SERIALIZATION.asYaml(crd).getBytes(StandardCharsets.UTF_8))));
    return Stream.concat(ours, ResourceTypes.builtins().stream()).toList();
  }

  KubernetesApi api() {
    return api;
  }

  Tokens tokens() {
    return tokens;
  }

  /** The state repository over HTTP, for whoever has the token to push to. */
  GitHttp git() {
    return new GitHttp(repository, header -> tokens.authenticate(header) != null, store::refresh);
  }

  /** What a person has to mend, newest first. */
  List<Problem> problems() {
    return store.problems().stream()
        .map(problem -> new Problem(problem.path(), problem.reason(), problem.message()))
        .toList();
  }

  /**
   * Runs that have left, newest first.
   *
   * @param recipe empty for all
   * @param after what the page before gave as its next; empty for the first
   */
  ArchivedRuns archivedRuns(String recipe, String after, int limit) {
    ArchivePage page =
        store.archived(
            RUNS,
            null,
            null,
            after.isEmpty() ? null : after,
            run ->
                recipe.isEmpty()
                    || recipe.equals(Json.tree(run).path("spec").path("recipe").asText()),
            limit);
    return new ArchivedRuns(
        page.objects().stream()
            .map(run -> new String(run.json(), StandardCharsets.UTF_8))
            .map(json -> SERIALIZATION.unmarshal(json, TestRun.class))
            .toList(),
        Objects.requireNonNullElse(page.next(), ""));
  }

  /** How many commits were made since the start. */
  long commits() {
    return store.commits();
  }

  /** Why the repository as a whole cannot be written to, in one sentence. */
  Optional<String> problem() {
    return store.ownProblems().stream()
        .filter(problem -> problem.path().isEmpty())
        .map(tech.coopcloud.ci.store.object.Problem::message)
        .findFirst();
  }

  /** What is between this repository and the one it is kept equal to, in one sentence. */
  Optional<String> remoteProblem() {
    return store.remoteProblems().stream()
        .map(tech.coopcloud.ci.store.object.Problem::message)
        .findFirst();
  }

  /**
   * Looks at once at the repository elsewhere, when that is the one that was pushed to.
   *
   * @param repository {@code owner/name}
   * @return whether it is
   */
  boolean pushed(String repository) {
    boolean ours = statuses != null && statuses.isOf(repository);
    if (ours) {
      store.lookAtRemote();
    }
    return ours;
  }

  @Override
  public void close() {
    store.close();
    if (statuses != null) {
      statuses.close();
    }
  }
}
