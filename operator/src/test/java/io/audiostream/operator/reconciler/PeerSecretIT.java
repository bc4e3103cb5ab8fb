package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Secret with the certificate of the pods. The operator creates it and reads none. */
class PeerSecretIT extends ClusterFixture {

    @Test
    void createsImmutableSecretThatResourceOwns() {
        // when
        var resource = settledExample();

        // then
        var secret = secret(resource);
        assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
        assertThat(secret.getImmutable()).isTrue();
        assertThat(secret.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo(resource.getMetadata().getUid());
            assertThat(owner.getController()).isTrue();
        });
        assertThat(text(secret, "tls.crt")).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(text(secret, "tls.key")).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(deployment().getSpec().getTemplate().getSpec().getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .singleElement()
                .satisfies(volume -> assertThat(volume.getSecret().getSecretName())
                        .isEqualTo(secret.getMetadata().getName()));
    }

    @Test
    void sendsNoFurtherRequestForExistingSecret() {
        // given
        settledExample();
        var before = operator.reconciles();

        // when
        annotate(deployment());
        operator.awaitReconcileAfter(before);

        // then
        assertThat(operator.writes()).isEmpty();
    }

    @Test
    void createsDeletedSecretAgainWhenPodWaitsForItsVolumes() {
        // given
        var resource = settledExample();
        client.resource(secret(resource)).delete();

        // when
        createWaitingPod();

        // then
        eventually(() -> assertThat(secret(resource)).isNotNull());
    }

    @Test
    void createsNoSecretIfSpillOverIsOff() {
        // given
        var resource = apply(
                ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")) + "  envoy: {spillOver: false}\n");

        // when
        operator.settle(resource);

        // then
        assertThat(client.secrets().inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(headlessService().getSpec().getPorts()).hasSize(1);
        assertThat(deployment().getSpec().getTemplate().getSpec().getVolumes())
                .noneMatch(volume -> volume.getSecret() != null);
    }

    private Secret secret(TranscriptionService resource) {
        return client.secrets()
                .inNamespace(namespace)
                .withName("minimal-peers-" + resource.getMetadata().getUid().substring(0, 8))
                .get();
    }

    private static String text(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.US_ASCII);
    }

    private void createWaitingPod() {
        var template = deployment().getSpec().getTemplate();
        var pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("minimal-1")
                        .withNamespace(namespace)
                        .withLabels(Map.copyOf(template.getMetadata().getLabels()))
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node")
                        .withServiceAccountName("default")
                        .addNewContainer()
                        .withName("transcriber")
                        .withImage("registry.test/transcriber:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        pod.setStatus(new PodStatusBuilder()
                .withPhase("Pending")
                .withContainerStatuses(waiting("transcriber"))
                .build());
        client.resource(pod).updateStatus();
    }

    private static ContainerStatus waiting(String name) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage("registry.test/transcriber:1")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewWaiting()
                .withReason("ContainerCreating")
                .endWaiting()
                .endState()
                .build();
    }
}
