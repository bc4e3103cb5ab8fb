package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.node.TextNode;
import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The CRD in the cluster is newer than the operator. Isolated, because all other tests share the CRD. */
@Isolated
class NewerDefinitionIT extends ClusterFixture {
    private CustomResourceDefinition original;

    @BeforeEach
    void rememberDefinition() {
        original = definition().get();
    }

    @AfterEach
    void restoreDefinition() {
        client.genericKubernetesResources("audiostream.io/v1alpha1", "TranscriptionService")
                .inNamespace(namespace)
                .delete();
        definition().edit(existing -> {
            existing.setSpec(original.getSpec());
            return existing;
        });
    }

    @Test
    void reportsModelOfNewerCrdWithoutRetry() {
        // given
        definition().edit(NewerDefinitionIT::withOneMoreModel);
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
    }

    /** Whatever the newer version stores, the list of all resources stays readable, at the start and in the watch. */
    @ParameterizedTest
    @MethodSource
    void looksAfterAllResourcesBesideOneOfNewerVersion(String spec, String status, String problem) {
        // given
        definition().edit(NewerDefinitionIT::withAnyFields);
        await().atMost(ApiServer.TIMEOUT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(applyNewer(spec, status).<Object>get("spec"))
                        .isEqualTo(newer(spec, status).get("spec")));

        // when
        applyService("watched");
        operator.close();
        operator = RunningOperator.in(namespace);
        applyService("listed");

        // then
        eventually(() -> assertThat(deploymentNames()).contains("watched", "listed"));
        if (problem.isEmpty()) {
            eventually(() -> assertThat(deploymentNames()).contains("newer"));
        } else {
            eventually(() -> assertThat(degraded("newer"))
                    .containsEntry("reason", "InvalidSpec")
                    .containsEntry("message", problem));
            assertThat(deploymentNames()).doesNotContain("newer");
        }
    }

    private static Stream<Arguments> looksAfterAllResourcesBesideOneOfNewerVersion() {
        var base = "model: {name: base}";
        return Stream.of(
                argumentSet("unknown field", base + ", future: {level: 9}", "{}", ""),
                argumentSet("unknown reason and condition", base, """
                        {conditions: [
                          {type: Ready, status: 'False', reason: Dreaming, message: a, lastTransitionTime: '2026-01-01T00:00:00Z'},
                          {type: Aligned, status: Maybe, reason: Dreaming, message: a, lastTransitionTime: '2026-01-01T00:00:00Z'}]}""", ""),
                argumentSet("number of the status as a string", base, "{capacity: many}", ""),
                argumentSet("list of the status as a map", base, "{conditions: {Ready: Maybe}}", ""),
                argumentSet(
                        "number as a string",
                        base + ", slots: four",
                        "{}",
                        "spec.slots: is a string, and this version of the operator expects a number; a newer version"
                                + " may have stored it: upgrade the operator"),
                argumentSet(
                        "list as a map",
                        base + ", envoy: {cors: {allowOrigins: {first: 'https://example.com'}}}",
                        "{}",
                        "spec.envoy.cors.allowOrigins: is an object, and this version of the operator expects a list;"
                                + " a newer version may have stored it: upgrade the operator"),
                argumentSet(
                        "string as an object, and a number of the status as a list",
                        "model: {name: {preset: base}}",
                        "{streams: [1]}",
                        "spec.model.name: is an object, and this version of the operator expects a string; a newer"
                                + " version may have stored it: upgrade the operator"));
    }

    private Resource<CustomResourceDefinition> definition() {
        return client.apiextensions().v1().customResourceDefinitions().withName("transcriptionservices.audiostream.io");
    }

    private GenericKubernetesResource newer(String spec, String status) {
        var resource =
                new KubernetesSerialization().unmarshal("""
                        apiVersion: audiostream.io/v1alpha1
                        kind: TranscriptionService
                        metadata: {name: newer}
                        spec: {%s}
                        status: %s
                        """.formatted(spec, status), GenericKubernetesResource.class);
        resource.getMetadata().setNamespace(namespace);
        return resource;
    }

    /** Writes the resource as the newer version of the operator has left it, with its status. */
    private GenericKubernetesResource applyNewer(String spec, String status) {
        client.resource(newer(spec, status))
                .fieldManager("newer")
                .forceConflicts()
                .serverSideApply();
        var content = client.getKubernetesSerialization()
                .asJson(Map.of("status", newer(spec, status).get("status")));
        return client.resource(newer(spec, status))
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), content);
    }

    private void applyService(String name) {
        apply("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: %s}
                spec: {model: {name: base}}
                """.formatted(name));
    }

    private List<String> deploymentNames() {
        return client.apps().deployments().inNamespace(namespace).list().getItems().stream()
                .map(deployment -> deployment.getMetadata().getName())
                .toList();
    }

    private Map<String, Object> degraded(String name) {
        var resource = client.genericKubernetesResources("audiostream.io/v1alpha1", "TranscriptionService")
                .inNamespace(namespace)
                .withName(name)
                .get();
        var conditions = resource.<List<Map<String, Object>>>get("status", "conditions");
        assertThat(conditions).isNotNull();
        return conditions.stream()
                .filter(condition -> condition.get("type").equals("Degraded"))
                .findFirst()
                .orElseThrow();
    }

    private static CustomResourceDefinition withOneMoreModel(CustomResourceDefinition crd) {
        var names = schema(crd)
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

    private static CustomResourceDefinition withAnyFields(CustomResourceDefinition crd) {
        var any = new JSONSchemaProps();
        any.setType("object");
        any.setXKubernetesPreserveUnknownFields(true);
        schema(crd)
                .getProperties()
                .replaceAll((name, property) -> List.of("spec", "status").contains(name) ? any : property);
        return crd;
    }

    private static JSONSchemaProps schema(CustomResourceDefinition crd) {
        return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    }
}
