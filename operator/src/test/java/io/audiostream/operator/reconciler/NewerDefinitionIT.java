package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import io.audiostream.operator.testing.ApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The CRD in the cluster is newer than the operator. Isolated, because all other tests share the CRD. */
@Isolated
class NewerDefinitionIT extends ClusterFixture {

    @Test
    void reportsModelOfNewerCrdWithoutRetry() {
        // given
        var crd = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("transcriptionservices.audiostream.io");
        var original = crd.get();
        try {
            crd.edit(NewerDefinitionIT::withOneMoreModel);
            await().atMost(ApiServer.TIMEOUT)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(apply("""
                            apiVersion: audiostream.io/v1alpha1
                            kind: TranscriptionService
                            metadata:
                              name: minimal
                            spec:
                              model:
                                name: large-v9
                            """)).isNotNull());

            // when
            eventually(() -> assertThat(condition("Degraded").status()).isEqualTo("True"));

            // then
            assertThat(condition("Degraded").reason()).isEqualTo("InvalidSpec");
            assertThat(condition("Degraded").message())
                    .startsWith("spec.model.name: 'large-v9' must be one of tiny, ")
                    .contains("large-v3-turbo");
            // The operator retries failed reconciles only.
            operator.awaitIdle();
            assertThat(operator.failures()).isZero();
        } finally {
            client.resource(example()).delete();
            crd.edit(existing -> {
                existing.setSpec(original.getSpec());
                return existing;
            });
        }
    }

    private static CustomResourceDefinition withOneMoreModel(CustomResourceDefinition crd) {
        var names = crd.getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec")
                .getProperties()
                .get("model")
                .getProperties()
                .get("name")
                .getEnum();
        names.add(new TextNode("large-v9"));
        return crd;
    }
}
