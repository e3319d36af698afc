package tech.coopcloud.ci.store.rest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.object.MemoryObjectStore;

/** The client that the reconcilers use, over real TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Fabric8Test {
  private static final ResourceDefinitionContext WIDGET =
      new ResourceDefinitionContext.Builder()
          .withGroup("example.org")
          .withVersion("v1")
          .withKind("Widget")
          .withPlural("widgets")
          .withNamespaced(true)
          .build();

  @TempDir private static Path folder;

  private TestServer server = null;
  private KubernetesClient client = null;

  @BeforeAll
  void start() throws Exception {
    server = new TestServer(folder, new MemoryObjectStore());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(server.kubeconfig)))
            .build();
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      widgets() {
    return client.genericKubernetesResources(WIDGET);
  }

  private Resource<GenericKubernetesResource> widget(String name) {
    return client.genericKubernetesResources(WIDGET).inNamespace("default").withName(name);
  }

  private GenericKubernetesResource create(String name, String colour) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion("example.org/v1");
    object.setKind("Widget");
    object.setMetadata(
        new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
            .withName(name)
            .withNamespace("default")
            .withLabels(Map.of("colour", colour))
            .build());
    object.setAdditionalProperty("spec", Map.of("colour", colour));
    return client.resource(object).create();
  }

  @Test
  void anInformerSeesWhatIsThereAndWhatChanges() throws Exception {
    create("informed-before", "red");
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (SharedIndexInformer<GenericKubernetesResource> informer =
        widgets()
            .inNamespace("default")
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(GenericKubernetesResource object) {
                    seen.add("+" + object.getMetadata().getName());
                  }

                  @Override
                  public void onUpdate(
                      GenericKubernetesResource old, GenericKubernetesResource object) {
                    seen.add("~" + object.getMetadata().getName());
                  }

                  @Override
                  public void onDelete(GenericKubernetesResource object, boolean unknown) {
                    seen.add("-" + object.getMetadata().getName());
                  }
                })) {
      create("informed", "red");
      await().until(() -> seen.contains("+informed"));
      widget("informed").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"size\":4}}");
      await().until(() -> seen.contains("~informed"));
      widget("informed").delete();
      await().until(() -> seen.contains("-informed"));
      assertThat(seen).contains("+informed-before");
      assertThat(informer.isWatching()).isTrue();
    }
  }

  @Test
  void anInformerGoesOnAfterTextThatIsNotAscii() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (SharedIndexInformer<GenericKubernetesResource> informer =
        widgets()
            .inNamespace("default")
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(GenericKubernetesResource object) {
                    seen.add(String.valueOf(object.<String>get("status", "phase")));
                  }

                  @Override
                  public void onUpdate(
                      GenericKubernetesResource old, GenericKubernetesResource object) {
                    seen.add(String.valueOf(object.<String>get("status", "phase")));
                  }

                  @Override
                  public void onDelete(GenericKubernetesResource object, boolean unknown) {
                    seen.add("deleted");
                  }
                })) {
      create("foreign", "red");
      for (String phase : List.of("Größe ‹1› — 🌱", "Done")) {
        widget("foreign")
            .editStatus(
                object -> {
                  object.setAdditionalProperty("status", Map.of("phase", phase));
                  return object;
                });
        await().until(() -> seen.contains(phase));
      }
      assertThat(informer.isWatching()).isTrue();
    }
  }

  @Test
  void theStatusIsPatchedAsTheOperatorSdkDoesIt() {
    create("status", "red");
    UnaryOperator<GenericKubernetesResource> done =
        object -> {
          object.setAdditionalProperty("status", Map.of("phase", "Done"));
          return object;
        };
    GenericKubernetesResource patched = widget("status").editStatus(done);
    assertThat(patched.<String>get("status", "phase")).isEqualTo("Done");
    assertThat(patched.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void aFinalizerHoldsTheObjectAndItsRemovalAnswersWithIt() {
    create("final", "red");
    widget("final")
        .edit(
            object -> {
              object.getMetadata().setFinalizers(new ArrayList<>(List.of("example.org/hold")));
              return object;
            });
    widget("final").delete();
    assertThat(widget("final").get().getMetadata().getDeletionTimestamp()).isNotNull();

    GenericKubernetesResource released =
        widget("final")
            .edit(
                object -> {
                  object.getMetadata().setFinalizers(new ArrayList<>());
                  return object;
                });
    assertThat(released.getMetadata().getName()).isEqualTo("final");
    assertThat(widget("final").get()).isNull();
  }

  @Test
  void aLostUpdateIsAConflict() {
    GenericKubernetesResource old = create("conflict", "red");
    widget("conflict").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"size\":4}}");
    old.setAdditionalProperty("spec", Map.of("colour", "blue"));

    assertThatThrownBy(() -> client.resource(old).update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  void selectorsChooseAndPagesFollow() {
    for (int i = 0; i < 7; i++) {
      create("page-" + i, "green");
    }
    assertThat(widgets().inAnyNamespace().withLabel("colour", "green").list().getItems())
        .hasSize(7);
    assertThat(
            widgets().inNamespace("default").withField("metadata.name", "page-3").list().getItems())
        .hasSize(1);
    assertThat(widgets().inNamespace("default").withField("spec.colour", "green").list().getItems())
        .hasSize(7);
    assertThat(
            widgets()
                .inNamespace("default")
                .list(
                    new io.fabric8.kubernetes.api.model.ListOptionsBuilder().withLimit(3L).build())
                .getMetadata()
                .getContinue())
        .isNotEmpty();
  }

  @Test
  void waitingForAConditionEnds() throws Exception {
    create("awaited", "red");
    Thread.ofVirtual()
        .start(
            () ->
                widget("awaited")
                    .subresource("status")
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\":{\"phase\":\"Done\"}}"));
    GenericKubernetesResource done =
        widget("awaited")
            .waitUntilCondition(
                object -> object != null && "Done".equals(object.<String>get("status", "phase")),
                2,
                TimeUnit.MINUTES);
    assertThat(done).isNotNull();
  }

  @Test
  void eventsAreKeptAndFoundByTheirObject() {
    GenericKubernetesResource about = create("eventful", "red");
    client
        .v1()
        .events()
        .inNamespace("default")
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withGenerateName("eventful-")
                .withNamespace("default")
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Widget")
                .withName("eventful")
                .withNamespace("default")
                .withUid(about.getMetadata().getUid())
                .endInvolvedObject()
                .withReason("Painted")
                .withMessage("It is red now")
                .withType("Normal")
                .build())
        .create();
    assertThat(
            client
                .v1()
                .events()
                .inNamespace("default")
                .withField("involvedObject.uid", about.getMetadata().getUid())
                .list()
                .getItems())
        .singleElement()
        .satisfies(event -> assertThat(event.getReason()).isEqualTo("Painted"));
  }

  @Test
  void aLeaderIsElected() throws Exception {
    assertThat(
            requireNonNull(
                    client
                        .resource(
                            new SelfSubjectRulesReviewBuilder()
                                .withNewSpec()
                                .withNamespace("default")
                                .endSpec()
                                .build())
                        .create()
                        .getStatus())
                .getResourceRules())
        .isNotEmpty();
    CountDownLatch leading = new CountDownLatch(1);
    var election =
        client
            .leaderElector()
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName("test")
                    .withLock(new LeaseLock("default", "leader", "me"))
                    .withLeaseDuration(Duration.ofSeconds(15))
                    .withRenewDeadline(Duration.ofSeconds(10))
                    .withRetryPeriod(Duration.ofSeconds(2))
                    .withReleaseOnCancel(true)
                    .withLeaderCallbacks(
                        new LeaderCallbacks(leading::countDown, () -> {}, leader -> {}))
                    .build())
            .build()
            .start();
    assertThat(leading.await(2, TimeUnit.MINUTES)).isTrue();
    assertThat(
            client
                .leases()
                .inNamespace("default")
                .withName("leader")
                .get()
                .getSpec()
                .getHolderIdentity())
        .isEqualTo("me");
    election.cancel(true);
  }

  @Test
  void namespacesComeWithTheirObjects() {
    create("in-default", "red");
    assertThat(client.namespaces().list().getItems())
        .extracting((Namespace n) -> n.getMetadata().getName())
        .contains("default");
    assertThat(client.namespaces().withName("nowhere").get()).isNull();
  }
}
