package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.pods.PodLoad;
import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.PodFiles;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The status after changes of pods. The test creates pods and writes their status in place of controllers and a
 * kubelet.
 */
class PodsIT extends ClusterFixture {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    /** The loads that pods report, by name; other pods do not respond. */
    private final Map<String, PodLoad> loads = new ConcurrentHashMap<>();

    private final AtomicInteger polls = new AtomicInteger();

    @Test
    void reportsModelFetchFailureUntilPodIsReady() {
        // given
        settledExample();

        // when
        var pod = pod("minimal-1", "fetch-failed");

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("ModelFetchFailed"));
        assertThat(condition("Degraded").status()).isEqualTo("True");
        assertThat(condition("Degraded").message()).contains("Pod minimal-1: ", "expected aaaa, got bbbb");

        // when
        report(pod, "serving");

        // then
        eventually(() -> assertThat(condition("Degraded").status()).isEqualTo("False"));
    }

    @Test
    void reportsWhetherPodHasItsModel() {
        // given
        settledExample();
        var pod = PodFiles.read("fetch-failed");
        pod.getSpec().getContainers().getFirst().setArgs(transcriberArguments());
        pod.getMetadata().setName("minimal-1");

        // when
        pod = create(pod);

        // then
        eventually(() -> assertThat(condition("ModelReady").reason()).isEqualTo("FetchFailed"));
        assertThat(condition("ModelReady").message()).contains("Pod minimal-1: ", "expected aaaa, got bbbb");

        // when
        report(pod, "serving");

        // then
        eventually(() -> assertThat(condition("ModelReady").status()).isEqualTo("True"));
    }

    private List<String> transcriberArguments() {
        return deployment()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getArgs();
    }

    @Test
    void staysReadyWhileOldPodsServeAndNewOnesFail() {
        // given
        settledExample();
        pod("minimal-old", "serving");
        reportDeployment(1, 2);
        eventually(() -> assertThat(condition("Ready").status()).isEqualTo("True"));

        // when
        pod("minimal-new", "image-back-off");

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("ImagePullFailed"));
        assertThat(condition("Ready").status()).isEqualTo("True");
        assertThat(condition("Ready").reason()).isEqualTo("Serving");
    }

    /** The Deployment replaces an evicted pod at once, so all pods may be ready in between. */
    @Test
    void reportsEvictionWhileOtherPodsAreReady() {
        // given
        settledExample();
        pod("minimal-2", "serving");
        reportDeployment(1, 1);

        // when
        pod("minimal-1", "evicted");

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("PodEvicted"));
        assertThat(condition("Degraded").message())
                .startsWith("Pod minimal-1 was evicted: The node was low on resource: memory. Set spec.resources");
        eventually(() -> assertThat(condition("Ready").status()).isEqualTo("True"));
    }

    @Test
    void hidesCredentialsInConditionsAndEvents() {
        // given
        settledExample();
        var failed = PodFiles.read("fetch-failed");
        failed.getMetadata().setName("minimal-1");
        failed.getStatus().getInitContainerStatuses().stream()
                .filter(container -> container.getName().equals("fetch-model"))
                .forEach(container -> container
                        .getLastState()
                        .getTerminated()
                        .setMessage("https://team:secret@models.test/a.bin?sig=abcdef answered 403"));

        // when
        create(failed);

        // then
        eventually(() -> assertThat(condition("Degraded").message())
                .contains("https://***@models.test/a.bin?sig=*** answered 403"));
        eventually(() -> assertThat(
                        client.v1().events().inNamespace(namespace).list().getItems())
                .extracting(Event::getMessage)
                .anyMatch(message -> message.contains("https://***@models.test/a.bin?sig=***"))
                .noneMatch(message -> message.contains("secret") || message.contains("abcdef")));
    }

    @Test
    void ignoresPodsOfOtherResources() {
        // given
        settledExample();
        var before = operator.reconciles();

        // when
        create(new PodBuilder(PodFiles.read("crashed"))
                .editMetadata()
                .withName("other-1")
                .addToLabels("app.kubernetes.io/instance", "other")
                .endMetadata()
                .build());
        operator.awaitIdle();

        // then
        assertThat(operator.reconciles()).isEqualTo(before);
        assertThat(condition("Degraded").status()).isEqualTo("False");
    }

    @Test
    void reportsSlotsAndStreamsOfReadyPods() {
        // given
        startOperatorWithLoads();
        settledExample();
        assertThat(example().getStatus().capacity()).isZero();
        assertThat(example().getStatus().streams()).isZero();

        // when
        loads.put("minimal-1", new PodLoad(4, 0));
        loads.put("minimal-2", new PodLoad(4, 0));
        pod("minimal-1", "serving");
        pod("minimal-2", "serving");
        pod("minimal-3", "fetching");

        // then
        eventually(() -> assertThat(example().getStatus().capacity()).isEqualTo(8));
        eventually(() -> assertThat(example().getStatus().streams()).isZero());

        // when
        loads.put("minimal-1", new PodLoad(4, 3));
        loads.put("minimal-2", new PodLoad(4, 1));

        // then
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(4));

        // when
        loads.remove("minimal-2");

        // then
        eventually(() -> assertThat(example().getStatus().streams()).isNull());
        assertThat(example().getStatus().capacity()).isEqualTo(8);
    }

    @Test
    void writesNothingWhileLoadStaysTheSame() {
        // given
        startOperatorWithLoads();
        settledExample();
        loads.put("minimal-1", new PodLoad(4, 2));
        pod("minimal-1", "serving");
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(2));
        var settled = example();

        // when
        operator.settle(settled);
        var reconciles = operator.reconciles();
        var pollsBefore = polls.get();
        await().atMost(ApiServer.TIMEOUT).until(() -> polls.get() >= pollsBefore + 10);
        operator.awaitIdle();

        // then
        assertThat(operator.reconciles()).isEqualTo(reconciles);
        assertThat(operator.writes()).isEmpty();
        assertThat(operator.eventWrites()).isEmpty();
    }

    /** At first the operator does not know the load. A restart must not write that into the status of each resource. */
    @Test
    void writesNothingAfterRestart() {
        // given
        startOperatorWithLoads();
        settledExample();
        loads.put("minimal-1", new PodLoad(4, 2, "engine"));
        pod("minimal-1", "serving");
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(2));
        operator.settle(example());

        // when
        startOperatorWithLoads();
        operator.awaitReconcileAfter(0);
        var pollsBefore = polls.get();
        await().atMost(ApiServer.TIMEOUT).until(() -> polls.get() >= pollsBefore + 10);
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEmpty();
        assertThat(operator.eventWrites()).isEmpty();
    }

    @Test
    void reportsStreamsThatChangeDuringRestart() {
        // given
        startOperatorWithLoads();
        settledExample();
        loads.put("minimal-1", new PodLoad(4, 2));
        pod("minimal-1", "serving");
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(2));
        operator.close();

        // when
        loads.put("minimal-1", new PodLoad(4, 3));
        startOperatorWithLoads();

        // then
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(3));
    }

    @Test
    void reportsUnknownLoadOfPodsThatDoNotRespondAfterRestart() {
        // given
        startOperatorWithLoads();
        settledExample();
        loads.put("minimal-1", new PodLoad(4, 2));
        pod("minimal-1", "serving");
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(2));
        operator.close();

        // when
        loads.clear();
        startOperatorWithLoads();

        // then
        eventually(() -> assertThat(example().getStatus().streams()).isNull());
    }

    @Test
    void setsDeletionCostOfPodsWithStreams() {
        // given
        startOperatorWithLoads();
        settledExample();
        loads.put("minimal-1", new PodLoad(4, 3));
        loads.put("minimal-2", new PodLoad(4, 0));

        // when
        pod("minimal-1", "serving");
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(3));

        // then
        assertThat(cost("minimal-1")).isNull();

        // when
        pod("minimal-2", "serving");

        // then
        eventually(() -> assertThat(cost("minimal-1")).isEqualTo("3"));
        assertThat(cost("minimal-2")).isNull();

        // when
        loads.put("minimal-1", new PodLoad(4, 0));

        // then
        eventually(() -> assertThat(cost("minimal-1")).isNull());
        assertThat(existing("minimal-1").getMetadata().getAnnotations()).containsEntry("example.com/note", "stays");
    }

    private void startOperatorWithLoads() {
        operator.close();
        operator = RunningOperator.in(namespace, pod -> {
            polls.incrementAndGet();
            var load = loads.get(pod.getMetadata().getName());
            if (load == null) {
                throw new IOException("no response");
            }
            return load;
        });
    }

    private Pod pod(String name, String file) {
        return create(new PodBuilder(PodFiles.read(file))
                .editMetadata()
                .withName(name)
                .addToAnnotations("example.com/note", "stays")
                .endMetadata()
                .build());
    }

    private Pod create(Pod pod) {
        var status = pod.getStatus();
        pod.getMetadata().setNamespace(namespace);
        pod.getMetadata().setUid(null);
        pod.getMetadata().setCreationTimestamp(null);
        pod.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion("apps/v1")
                        .withKind("ReplicaSet")
                        .withName("minimal-0")
                        .withUid("00000000-0000-0000-0000-000000000000")
                        .build()));
        pod.getSpec().setServiceAccountName("default");
        var created = client.resource(pod).create();
        created.setStatus(status);
        return client.resource(created).updateStatus();
    }

    private void report(Pod pod, String file) {
        client.resource(pod).editStatus(existing -> {
            existing.setStatus(PodFiles.read(file).getStatus());
            return existing;
        });
    }

    private void reportDeployment(int ready, int total) {
        client.resource(deployment()).editStatus(existing -> {
            existing.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(existing.getMetadata().getGeneration())
                    .withReplicas(total)
                    .withUpdatedReplicas(1)
                    .withReadyReplicas(ready)
                    .build());
            return existing;
        });
    }

    private Pod existing(String name) {
        return client.pods().inNamespace(namespace).withName(name).get();
    }

    private String cost(String name) {
        return existing(name).getMetadata().getAnnotations().get(COST);
    }
}
