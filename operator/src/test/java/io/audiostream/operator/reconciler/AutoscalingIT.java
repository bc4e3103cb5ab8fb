package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.AutoscalingStatus;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ClusterProgram;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerConditionBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatusBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ownership of the replica count. The test scales the Deployment in place of the autoscaler's controller. */
class AutoscalingIT extends ClusterFixture {
    private static final String AUTOSCALING = "autoscaling: {maxReplicas: 10}";

    @TempDir
    private Path folder;

    @Test
    void leavesReplicasOfNewResourceToAutoscaler() {
        // when
        var resource = applied("replicas: 7", AUTOSCALING);

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(1);
        assertThat(ownsReplicas()).isFalse();
        assertThat(autoscaler().getSpec().getScaleTargetRef().getName()).isEqualTo("minimal");
        assertThat(autoscaler().getSpec().getMinReplicas()).isEqualTo(1);
        assertThat(autoscaler().getSpec().getMaxReplicas()).isEqualTo(10);
        assertThat(autoscaler().hasOwnerReferenceFor(resource)).isTrue();
    }

    @Test
    void keepsReplicasOfAutoscalerWhenSpecChanges() {
        // given
        applied(AUTOSCALING);
        scale(5);

        // when
        applied(AUTOSCALING, "slots: 9", "replicas: 2");

        // then
        assertThat(deployment()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getArgs())
                .containsSequence("--slots", "9");
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(5);
    }

    @Test
    void writesNothingInSecondReconcile() {
        // given
        applied(AUTOSCALING);
        scale(5);
        operator.awaitIdle();
        operator.settle(example());
        var before = operator.reconciles();

        // when
        annotate(deployment());
        operator.awaitReconcileAfter(before);
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEmpty();
    }

    @Test
    void keepsPodsWhenAutoscalingIsEnabled() {
        // given
        applied("replicas: 3");
        var template = deployment().getSpec().getTemplate();

        // when
        applied("replicas: 3", AUTOSCALING);

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(3);
        assertThat(deployment().getSpec().getTemplate().getSpec().getVolumes())
                .isEqualTo(template.getSpec().getVolumes());
        assertThat(ownsReplicas()).isFalse();
        // No intermediate write lowered the number: each write of the spec increments the generation.
        assertThat(generation()).isLessThanOrEqualTo(2);

        // when
        scale(6);
        operator.awaitIdle();

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(6);
    }

    @Test
    void startsAtMinReplicasWhenEnabledWithoutPods() {
        // given
        applied("replicas: 0");

        // when
        applied("replicas: 0", "autoscaling: {minReplicas: 2, maxReplicas: 10}");

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void deletesAutoscalerAndOwnsReplicasWhenAutoscalingIsDisabled() {
        // given
        applied(AUTOSCALING);
        scale(5);

        // when
        applied("replicas: 2");

        // then
        eventually(() -> assertThat(autoscaler()).isNull());
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(2);
        assertThat(ownsReplicas()).isTrue();

        // when
        operator.awaitIdle();
        operator.settle(example());
        var before = operator.reconciles();
        annotate(deployment());
        operator.awaitReconcileAfter(before);
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEmpty();
    }

    @Test
    void keepsPodsWhenAutoscalingIsDisabledAndReplicasAreLeftOut() {
        // given
        applied(AUTOSCALING);
        scale(5);
        operator.awaitIdle();
        var before = generation();

        // when
        applied();

        // then
        eventually(() -> assertThat(autoscaler()).isNull());
        assertThat(example().getSpec().replicas()).isEqualTo(5);
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(5);
        assertThat(ownsReplicas()).isTrue();
        // No intermediate write lowered the number.
        assertThat(generation()).isEqualTo(before);
        assertThat(client.v1().events().inNamespace(namespace).list().getItems())
                .anyMatch(event -> event.getReason().equals("ReplicasKept")
                        && event.getMessage().contains("set spec.replicas to 5"));
    }

    @Test
    void keepsPodsWhenAutoscalingIsDisabledForTheSecondTime() {
        // given
        applied(AUTOSCALING);
        scale(5);
        operator.awaitIdle();
        applied();
        applied(AUTOSCALING);
        scale(7);
        operator.awaitIdle();

        // when
        applied();

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(7);
    }

    @Test
    void obeysReplicasThatEqualTheDefaultWhenAutoscalingIsDisabled() {
        // given
        applied(AUTOSCALING);
        scale(5);
        operator.awaitIdle();

        // when
        applied("replicas: 1");

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(1);
        assertThat(example().getSpec().replicas()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"'', 5", "'replicas: 1', 1", "'replicas: 3', 3"})
    void readsWhatKubectlApplied(String replicas, int pods) throws Exception {
        // given
        kubectlApply(AUTOSCALING);
        scale(5);
        operator.awaitIdle();

        // when
        kubectlApply(replicas);

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(pods);
    }

    private void kubectlApply(String field) throws Exception {
        var file = Files.writeString(folder.resolve("resource.yaml"), withFields(field));
        var apply = new ClusterProgram(folder)
                .run(ApiServer.shared().kubeconfig(), "kubectl", "-n", namespace, "apply", "-f", file.toString());
        assertThat(apply.exitCode()).as(apply.output()).isZero();
        operator.settle(example());
    }

    @Test
    void keepsPodsWhenAutoscalingIsEnabledAgain() {
        // given
        applied("replicas: 3");
        applied("replicas: 3", AUTOSCALING);
        applied("replicas: 4");

        // when
        applied("replicas: 4", AUTOSCALING);

        // then
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(4);
        assertThat(ownsReplicas()).isFalse();
    }

    @Test
    void keepsAutoscalerOfAnotherOwner() {
        // given
        var foreign = client.resource(new HorizontalPodAutoscalerBuilder()
                        .withNewMetadata()
                        .withName("minimal")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withMaxReplicas(3)
                        .withNewScaleTargetRef("apps/v1", "Deployment", "minimal")
                        .endSpec()
                        .build())
                .create();

        // when
        apply(withFields(AUTOSCALING));

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("NameTaken"));
        assertThat(autoscaler().getSpec()).isEqualTo(foreign.getSpec());
    }

    @Test
    void reportsAutoscalerWithoutMetrics() {
        // given
        applied(AUTOSCALING);

        // when
        client.resource(autoscaler()).editStatus(existing -> {
            existing.setStatus(new HorizontalPodAutoscalerStatusBuilder()
                    .withCurrentReplicas(1)
                    .withDesiredReplicas(1)
                    .withConditions(new HorizontalPodAutoscalerConditionBuilder()
                            .withType("ScalingActive")
                            .withStatus("False")
                            .withReason("FailedGetContainerResourceMetric")
                            .withMessage("the server could not find the requested resource")
                            .withLastTransitionTime("2026-01-02T03:04:05Z")
                            .build())
                    .build());
            return existing;
        });

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("AutoscalingFailed"));
        assertThat(condition("Degraded").message())
                .isEqualTo("The HorizontalPodAutoscaler minimal keeps the number of pods as it is: the server could not"
                        + " find the requested resource. Install metrics-server, which serves the CPU use of pods.");
        assertThat(example().getStatus().autoscaling())
                .isEqualTo(new AutoscalingStatus(
                        1, 1, "FailedGetContainerResourceMetric", "the server could not find the requested resource."));
    }

    private TranscriptionService applied(String... fields) {
        var resource = apply(withFields(fields));
        operator.settle(resource);
        return resource;
    }

    private static String withFields(String... fields) {
        return """
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: minimal}
                spec:
                  model: {name: base-q8_0}
                  resources: {requests: {cpu: "2"}}
                  %s
                """.formatted(String.join("\n  ", fields));
    }

    /** Scales through the scale subresource, like an autoscaler. */
    private void scale(int pods) {
        client.apps().deployments().inNamespace(namespace).withName("minimal").scale(pods);
    }

    private long generation() {
        return deployment().getMetadata().getGeneration();
    }

    private HorizontalPodAutoscaler autoscaler() {
        return client.autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace)
                .withName("minimal")
                .get();
    }

    private boolean ownsReplicas() {
        return deployment().getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getManager().equals(TranscriptionServiceReconciler.FIELD_MANAGER))
                .map(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:spec"))
                .anyMatch(spec -> spec instanceof Map<?, ?> fields && fields.containsKey("f:replicas"));
    }
}
