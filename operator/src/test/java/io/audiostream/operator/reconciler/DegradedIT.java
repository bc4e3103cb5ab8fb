package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Problems that only the operator can detect, not the schema of the CRD. */
class DegradedIT extends ClusterFixture {
    private static final Quantity NONE = new Quantity("0");

    @Test
    void keepsServiceOfAnotherOwnerAndReportsTheConflict() {
        // given
        var foreign = client.resource(foreignService()).create();

        // when
        var resource = apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        eventually(() -> assertThat(condition("Degraded").status()).isEqualTo("True"));

        // then
        assertThat(condition("Degraded").reason()).isEqualTo("NameTaken");
        assertThat(condition("Degraded").message())
                .contains(
                        "Service minimal already exists",
                        "give the resource another name than minimal, or delete the Service if nothing uses it");
        assertThat(service().getSpec()).isEqualTo(foreign.getSpec());
        assertThat(service().getMetadata().getOwnerReferences()).isEmpty();

        // when
        client.resource(foreign).delete();

        // then
        eventually(() -> assertThat(condition("Degraded").status()).isEqualTo("False"));
        assertThat(service().hasOwnerReferenceFor(resource)).isTrue();
    }

    @Test
    void reportsRejectionWithMessageOfApiServer() {
        // given
        forbidServices();

        // when
        apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));

        // then
        eventually(() -> assertThat(condition("Degraded").status()).isEqualTo("True"));
        assertThat(condition("Degraded").reason()).isEqualTo("ApplyFailed");
        assertThat(condition("Degraded").message()).contains("services", "minimal");
        assertThat(condition("Accepted").status()).isEqualTo("False");
        assertThat(condition("Accepted").reason()).isEqualTo("ApplyFailed");
    }

    /** The quota keeps the operator from creating a Service again, and the only pod ends. */
    @Test
    void observesPodsWhileApplyFails() {
        // given
        settledExample();
        reportReadyPods(1);
        eventually(() -> assertThat(condition("Ready").status()).isEqualTo("True"));
        forbidServices();
        client.resource(service()).delete();
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("ApplyFailed"));

        // when
        reportReadyPods(0);

        // then
        eventually(() -> assertThat(condition("Ready").status()).isEqualTo("False"));
        assertThat(condition("Ready").reason()).isEqualTo("NoPods");
        assertThat(condition("Degraded").reason()).isEqualTo("ApplyFailed");
        assertThat(example().getStatus().readyReplicas()).isZero();
    }

    /** A quota or a webhook rejects the pods, so no pod exists that a user could describe. */
    @Test
    void reportsPodsThatCannotBeCreated() {
        // given
        settledExample();

        // when
        client.resource(deployment()).editStatus(deployment -> {
            deployment.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(deployment.getMetadata().getGeneration())
                    .withConditions(new DeploymentConditionBuilder()
                            .withType("ReplicaFailure")
                            .withStatus("True")
                            .withReason("FailedCreate")
                            .withMessage("admission webhook \"pods.example.com\" denied the request: no label team")
                            .build())
                    .build());
            return deployment;
        });

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("PodsNotCreated"));
        assertThat(condition("Degraded").message())
                .isEqualTo(
                        "Kubernetes cannot create a pod: admission webhook \"pods.example.com\" denied the request: no"
                                + " label team. See: kubectl -n " + namespace
                                + " describe replicasets -l app.kubernetes.io/instance=minimal");
    }

    private void reportReadyPods(int ready) {
        client.resource(deployment()).editStatus(deployment -> {
            deployment.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(deployment.getMetadata().getGeneration())
                    .withReplicas(1)
                    .withUpdatedReplicas(1)
                    .withReadyReplicas(ready)
                    .build());
            return deployment;
        });
    }

    private void forbidServices() {
        client.resource(quotaOfNoServices()).create();
        // This API server has no controller that sets the status of a quota.
        client.resource(quotaOfNoServices()).editStatus(quota -> {
            quota.setStatus(new ResourceQuotaStatusBuilder()
                    .addToHard("services", NONE)
                    .addToUsed("services", NONE)
                    .build());
            return quota;
        });
    }

    private ResourceQuota quotaOfNoServices() {
        return new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("no-services")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addToHard("services", NONE)
                .endSpec()
                .build();
    }

    private Service foreignService() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("minimal")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withPorts(List.of(
                        new ServicePortBuilder().withName("web").withPort(80).build()))
                .endSpec()
                .build();
    }

    /** The API server rejects new objects in a terminating namespace; the operator reports no problem for that. */
    @Test
    void ignoresRejectionsInTerminatingNamespace() {
        // given
        settledExample();
        client.namespaces().withName(namespace).delete();
        eventually(() -> assertThat(client.namespaces()
                        .withName(namespace)
                        .get()
                        .getStatus()
                        .getPhase())
                .isEqualTo("Terminating"));

        // when
        client.resource(service()).delete();
        eventually(() ->
                assertThat(operator.writes()).contains("PATCH /api/v1/namespaces/" + namespace + "/services/minimal"));
        operator.awaitIdle();

        // then
        assertThat(condition("Degraded").status()).isEqualTo("False");
        assertThat(operator.writes()).noneMatch(write -> write.endsWith("/status"));
        assertThat(operator.eventWrites()).isEmpty();
    }
}
