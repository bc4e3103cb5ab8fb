package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheSerializationTest {
    private final KubernetesSerialization serialization = CacheSerialization.create();

    @Test
    void keepsDigestsOfConfigMapOfServer() {
        // when
        var config = serialization.unmarshal("""
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "uid": "1"}, "data": {"a.yaml": "text"}}
                """, ConfigMap.class);

        // then
        assertThat(config.getData())
                .containsEntry("a.yaml", "sha256:982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1");
    }

    /** The informer's cache may hold an object that was read twice. */
    @Test
    void keepsDigestsThatItReadsAgain() {
        // given
        var config = serialization.unmarshal("""
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "uid": "1"}, "data": {"a.yaml": "text"}}
                """, ConfigMap.class);

        // when / then
        assertThat(serialization.clone(config)).isEqualTo(config);
    }

    /** The client copies what it applies by this serialization. */
    @Test
    void leavesConfigMapThatIsNotOfServer() {
        // given
        var desired = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .endMetadata()
                .withData(Map.of("a.yaml", "text"))
                .build();

        // when / then
        assertThat(serialization.clone(desired)).isEqualTo(desired);
    }

    @Test
    void readsResourceWithoutManagedFieldsAndCopyOfKubectl() {
        // when
        var resource = serialization.unmarshal("""
                {"apiVersion": "audiostream.io/v1alpha1", "kind": "TranscriptionService", "metadata": {"name": "a", "uid": "1",
                  "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "team": "speech"},
                  "managedFields": [{"manager": "user", "operation": "Apply", "fieldsV1": {"f:spec": {}}}]},
                 "spec": {"model": {"name": "base"}}}
                """, TranscriptionService.class);

        // then
        assertThat(resource.getMetadata().getManagedFields()).isEmpty();
        assertThat(resource.getMetadata().getAnnotations()).containsExactly(Map.entry("team", "speech"));
        assertThat(resource.getSpec().model().name()).isEqualTo("base");
    }

    @Test
    void readsPodWithoutWhatOperatorDoesNotUse() {
        // when
        var pod = serialization.unmarshal("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "uid": "1",
                  "annotations": {"controller.kubernetes.io/pod-deletion-cost": "2", "other": "1"}},
                 "spec": {"nodeName": "node", "containers": [{"name": "transcriber", "image": "image",
                   "args": ["serve", "--slots", "4", "--port", "1"], "env": [{"name": "A", "value": "b"}],
                   "resources": {"limits": {"memory": "2Gi"}}}]}}
                """, Pod.class);

        // then
        var container = pod.getSpec().getContainers().getFirst();
        assertThat(container.getArgs()).containsExactly("--slots", "4");
        assertThat(container.getImage()).isNull();
        assertThat(container.getEnv()).isEmpty();
        assertThat(container.getResources().getLimits()).containsOnlyKeys("memory");
        assertThat(pod.getMetadata().getAnnotations())
                .containsExactly(Map.entry("controller.kubernetes.io/pod-deletion-cost", "2"));
    }

    @Test
    void sharesEqualStringsOfDifferentObjects() {
        // given
        var deployment = """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s", "labels": {"team": "speech"}}}""";

        // when
        var one = serialization.unmarshal(deployment.formatted("one"), Deployment.class);
        var two = serialization.unmarshal(deployment.formatted("two"), Deployment.class);

        // then
        assertThat(one.getMetadata().getLabels().get("team"))
                .isSameAs(two.getMetadata().getLabels().get("team"));
    }
}
