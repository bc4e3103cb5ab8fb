package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.audiostream.operator.status.Reason;
import io.audiostream.operator.status.StatusEvent;
import io.audiostream.operator.testing.PodFiles;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events, which {@code kubectl describe} shows. */
class EventsIT extends ClusterFixture {

    @Test
    void recordsTransitionsOfResource() {
        // given
        settledExample();

        // when
        reportPods(1);
        eventually(() -> assertThat(reasons()).contains("Serving"));
        reportPods(0);
        eventually(() -> assertThat(reasons()).contains("NotServing"));

        // then
        assertThat(reasons()).containsExactlyInAnyOrder("Created", "RollingOut", "Serving", "NotServing");
        assertThat(event("Serving")).satisfies(event -> {
            assertThat(event.getType()).isEqualTo("Normal");
            assertThat(event.getMessage())
                    .isEqualTo("1 of 1 pods are ready. Endpoint: minimal." + namespace + ".svc:50051");
            assertThat(event.getSource().getComponent()).isEqualTo("audiostream-operator");
            assertThat(event.getInvolvedObject().getKind()).isEqualTo("TranscriptionService");
            assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("audiostream.io/v1alpha1");
            assertThat(event.getInvolvedObject().getUid())
                    .isEqualTo(example().getMetadata().getUid());
        });
        assertThat(event("NotServing").getType()).isEqualTo("Warning");
    }

    @Test
    void recordsProblemAndItsRecovery() {
        // given
        settledExample();
        var pod = PodFiles.read("crashed");
        var status = pod.getStatus();
        pod.getMetadata().setNamespace(namespace);
        pod.getMetadata().setUid(null);
        pod.getMetadata().setCreationTimestamp(null);
        pod.getSpec().setServiceAccountName("default");

        // when
        var created = client.resource(pod).create();
        created.setStatus(status);
        client.resource(created).updateStatus();
        eventually(() -> assertThat(reasons()).contains("ContainerCrashed"));
        client.resource(created).withGracePeriod(0).delete();
        eventually(() -> assertThat(reasons()).contains("Recovered"));

        // then
        assertThat(event("ContainerCrashed").getType()).isEqualTo("Warning");
        assertThat(event("ContainerCrashed").getMessage())
                .contains("code 2", "is no ggml model: write another spec.model.uri");
        assertThat(event("Recovered").getMessage()).contains("ContainerCrashed");
    }

    @Test
    void countsRepeatedEventOnTheExistingOne() {
        // given
        settledExample();

        // when
        for (var times = 1; times <= 3; times++) {
            var expected = times;
            reportPods(1);
            eventually(() -> assertThat(event("Serving").getCount()).isEqualTo(expected));
            reportPods(0);
            eventually(() -> assertThat(event("NotServing").getCount()).isEqualTo(expected));
        }

        // then
        assertThat(reasons()).containsOnlyOnce("Serving").containsOnlyOnce("NotServing");
    }

    @Test
    void ignoresEventThatCannotBeWritten() {
        // given
        var resource = settledExample();
        resource.getMetadata().setNamespace("missing");
        var recorder = new EventRecorder(Clock.systemUTC());

        var event = new StatusEvent(true, Reason.APPLY_FAILED, "The namespace is missing.");

        // when / then
        assertThatCode(() -> recorder.record(client, resource, event)).doesNotThrowAnyException();
    }

    private List<String> reasons() {
        return events().stream().map(Event::getReason).toList();
    }

    private Event event(String reason) {
        return events().stream()
                .filter(event -> event.getReason().equals(reason))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event " + reason + " in " + reasons()));
    }

    private List<Event> events() {
        return client.v1().events().inNamespace(namespace).list().getItems();
    }

    private void reportPods(int ready) {
        client.resource(deployment()).editStatus(existing -> {
            existing.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(existing.getMetadata().getGeneration())
                    .withReplicas(1)
                    .withUpdatedReplicas(1)
                    .withReadyReplicas(ready)
                    .build());
            return existing;
        });
    }
}
