package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.pods.PodLoad;
import io.audiostream.operator.testing.PodFiles;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What the operator makes of pods. The test makes them and reports about them, as controllers and a kubelet would. */
class PodsIT extends ClusterFixture {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    /** What pods answer, by name; those that are not in it don't. */
    private final Map<String, PodLoad> answers = new ConcurrentHashMap<>();

    @Test
    void aPodThatCannotFetchItsModelIsSaidAtOnceAndNoMoreWhenItCan() {
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
    void aServiceThatOldPodsServeIsReadyWhateverIsWrongWithTheNewOnes() {
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

    @Test
    void aPodOfAnotherResourceIsNoneOfOurs() {
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
        operator.rest();

        // then
        assertThat(operator.reconciles()).isEqualTo(before);
        assertThat(condition("Degraded").status()).isEqualTo("False");
    }

    @Test
    void slotsAndStreamsOfTheReadyPodsAreInTheStatus() {
        // given
        withAnswers();
        settledExample();
        assertThat(example().getStatus().capacity()).isZero();
        assertThat(example().getStatus().streams()).isZero();

        // when
        answers.put("minimal-1", new PodLoad(4, 0));
        answers.put("minimal-2", new PodLoad(4, 0));
        pod("minimal-1", "serving");
        pod("minimal-2", "serving");
        pod("minimal-3", "fetching");

        // then
        eventually(() -> assertThat(example().getStatus().capacity()).isEqualTo(8));
        eventually(() -> assertThat(example().getStatus().streams()).isZero());

        // when
        answers.put("minimal-1", new PodLoad(4, 3));
        answers.put("minimal-2", new PodLoad(4, 1));

        // then
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(4));

        // when
        answers.remove("minimal-2");

        // then
        eventually(() -> assertThat(example().getStatus().streams()).isNull());
        assertThat(example().getStatus().capacity()).isEqualTo(8);
    }

    @Test
    void asLongAsNothingChangesNothingIsWritten() {
        // given
        withAnswers();
        settledExample();
        answers.put("minimal-1", new PodLoad(4, 2));
        pod("minimal-1", "serving");
        eventually(() -> assertThat(example().getStatus().streams()).isEqualTo(2));
        var settled = example();

        // when
        operator.settle(settled);
        var reconciles = operator.reconciles();
        operator.rest();

        // then
        assertThat(operator.reconciles()).isEqualTo(reconciles);
        assertThat(operator.writes()).isEmpty();
        assertThat(operator.eventWrites()).isEmpty();
    }

    @Test
    void podsWithStreamsCostMoreToDelete() {
        // given
        withAnswers();
        settledExample();
        answers.put("minimal-1", new PodLoad(4, 3));
        answers.put("minimal-2", new PodLoad(4, 0));

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
        answers.put("minimal-1", new PodLoad(4, 0));

        // then
        eventually(() -> assertThat(cost("minimal-1")).isNull());
        assertThat(there("minimal-1").getMetadata().getAnnotations()).containsEntry("someone.else/note", "stays");
    }

    private void withAnswers() {
        operator.close();
        operator = RunningOperator.in(namespace, pod -> {
            var answer = answers.get(pod.getMetadata().getName());
            if (answer == null) {
                throw new IOException("no answer");
            }
            return answer;
        });
    }

    private Pod pod(String name, String file) {
        return create(new PodBuilder(PodFiles.read(file))
                .editMetadata()
                .withName(name)
                .addToAnnotations("someone.else/note", "stays")
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
        var made = client.resource(pod).create();
        made.setStatus(status);
        return client.resource(made).updateStatus();
    }

    private void report(Pod pod, String file) {
        client.resource(pod).editStatus(there -> {
            there.setStatus(PodFiles.read(file).getStatus());
            return there;
        });
    }

    private void reportDeployment(int ready, int all) {
        client.resource(deployment()).editStatus(there -> {
            there.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(there.getMetadata().getGeneration())
                    .withReplicas(all)
                    .withUpdatedReplicas(1)
                    .withReadyReplicas(ready)
                    .build());
            return there;
        });
    }

    private Pod there(String name) {
        return client.pods().inNamespace(namespace).withName(name).get();
    }

    private String cost(String name) {
        return there(name).getMetadata().getAnnotations().get(COST);
    }
}
