package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.EnvoyStatus;
import io.audiostream.operator.pods.PodLoad;
import io.audiostream.operator.status.EnvoyReport;
import io.audiostream.operator.testing.PodFiles;
import io.audiostream.operator.testing.ResourceFiles;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Changes of Envoy's configuration. The test writes the status of pods and Deployment in place of controllers. */
class EnvoyConfigIT extends ClusterFixture {
    private static final String EXAMPLE = ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
    private static final String CHANGED_LISTENER = EXAMPLE + "  envoy: {keepAlive: {interval: 42s}}\n";
    private static final String CHANGED_ROUTES = EXAMPLE + "  envoy: {requestTimeout: 42s}\n";

    /** What pods report, by name. */
    private final Map<String, PodLoad> loads = new ConcurrentHashMap<>();

    @Test
    void changesRoutesInPlaceWithoutRollout() {
        // given
        settledExample();
        var name = envoyConfigName();
        var generation = deployment().getMetadata().getGeneration();

        // when
        operator.settle(apply(CHANGED_ROUTES));

        // then
        assertThat(envoyConfig().getData().get("rds.yaml")).contains("\"44s\"", "\"42000\"");
        assertThat(envoyConfigName()).isEqualTo(name);
        assertThat(deployment().getMetadata().getGeneration()).isEqualTo(generation);
        assertThat(envoyStatus().lastChange()).isEqualTo("Live");
    }

    @Test
    void putsChangedListenerIntoNewConfigMapAndKeepsTheEarlierOne() {
        // given
        settledExample();
        var earlier = envoyConfig();

        // when
        operator.settle(apply(CHANGED_LISTENER));

        // then
        assertThat(envoyConfigName()).matches("minimal-envoy-[0-9a-f]{10}");
        assertThat(configMapNames())
                .containsExactlyInAnyOrder(
                        envoyConfigName(), earlier.getMetadata().getName())
                .doesNotHaveDuplicates();
        assertThat(envoyConfig().getData().get("bootstrap.yaml")).contains("interval: \"42s\"");
        assertThat(client.resource(earlier).get().getData()).isEqualTo(earlier.getData());
        assertThat(envoyStatus().lastChange()).isEqualTo("Drain");
        assertThat(envoyStatus().configMap()).isEqualTo(envoyConfigName());
    }

    @Test
    void changesRoutesOfTheCurrentConfigMapAlone() {
        // given
        settledExample();
        var earlier = envoyConfig();

        // when
        operator.settle(apply(EXAMPLE + "  envoy: {keepAlive: {interval: 42s}, requestTimeout: 42s}\n"));

        // then
        assertThat(client.resource(earlier).get().getMetadata().getResourceVersion())
                .isEqualTo(earlier.getMetadata().getResourceVersion());
    }

    @Test
    void deletesEarlierConfigMapWhenRolloutIsCompleteAndNoPodMountsIt() {
        // given
        settledExample();
        var earlier = envoyConfigName();
        var oldPod = pod("minimal-old", earlier);
        operator.settle(apply(CHANGED_LISTENER));
        pod("minimal-new", envoyConfigName());

        // when
        reportDeployment(1, 2);
        operator.awaitIdle();

        // then
        assertThat(configMapNames()).contains(earlier);

        // when
        reportDeployment(1, 1);
        operator.awaitIdle();

        // then
        assertThat(configMapNames()).as("a pod mounts it").contains(earlier);

        // when
        client.resource(oldPod).withGracePeriod(0).delete();

        // then
        eventually(() -> assertThat(configMapNames()).containsExactly(envoyConfigName()));
        assertThat(operator.failures()).isZero();
    }

    @Test
    void rollsBackToTheEarlierConfigMap() {
        // given
        settledExample();
        var earlier = envoyConfig();
        operator.settle(apply(CHANGED_LISTENER));

        // when
        operator.settle(apply(EXAMPLE + "  envoy: {keepAlive: {interval: 10s}}\n"));

        // then
        assertThat(envoyConfigName()).isEqualTo(earlier.getMetadata().getName());
        assertThat(envoyConfig().getMetadata().getUid())
                .isEqualTo(earlier.getMetadata().getUid());
        assertThat(envoyConfig().getData()).isEqualTo(earlier.getData());
    }

    @Test
    void reportsProgressAndRejectionOfLiveChange() {
        // given
        startOperatorWithLoads();
        settledExample();
        report("minimal-1", null);
        report("minimal-2", null);
        pod("minimal-1", envoyConfigName());
        pod("minimal-2", envoyConfigName());
        reportDeployment(2, 2);
        eventually(() -> assertThat(condition("EnvoyConfigured").status()).isEqualTo("True"));
        eventually(() -> assertThat(envoyStatus().updatedPods()).isEqualTo(2));

        // when
        apply(CHANGED_ROUTES);

        // then
        eventually(() -> assertThat(condition("EnvoyConfigured").reason()).isEqualTo("Updating"));

        // when
        report("minimal-1", null);

        // then
        eventually(() -> assertThat(condition("EnvoyConfigured").message()).startsWith("1 of 2 ready pods"));
        assertThat(envoyStatus().updatedPods()).isEqualTo(1);

        // when
        loads.put("minimal-2", load(new EnvoyReport.Resource("earlier", "Envoy rejected its routes")));

        // then
        eventually(() -> assertThat(condition("EnvoyConfigured").reason()).isEqualTo("Rejected"));
        assertThat(condition("EnvoyConfigured").message()).isEqualTo("Pod minimal-2: Envoy rejected its routes.");
        assertThat(condition("Degraded").reason()).isEqualTo("EnvoyRejected");

        // when
        report("minimal-2", null);

        // then
        eventually(() -> assertThat(condition("EnvoyConfigured").status()).isEqualTo("True"));
        assertThat(condition("Degraded").status()).isEqualTo("False");
    }

    private void startOperatorWithLoads() {
        operator.close();
        operator = RunningOperator.in(namespace, pod -> {
            var load = loads.get(pod.getMetadata().getName());
            if (load == null) {
                throw new IOException("no response");
            }
            return load;
        });
    }

    /** Lets a pod report the routes and clusters of the current ConfigMap. */
    private void report(String pod, String error) {
        loads.put(pod, load(new EnvoyReport.Resource(version("rds.yaml"), error)));
    }

    private PodLoad load(EnvoyReport.Resource routes) {
        var clusters = new EnvoyReport.Resource(version("cds.yaml"), null);
        return new PodLoad(4, 0, "engine", new EnvoyReport(clusters, routes));
    }

    private String version(String file) {
        var found = Pattern.compile("version_info: \"(\\w+)\"")
                .matcher(envoyConfig().getData().get(file));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private EnvoyStatus envoyStatus() {
        var status = example().getStatus().envoy();
        assertThat(status).isNotNull();
        return status;
    }

    private Pod pod(String name, String configMap) {
        var pod = new PodBuilder(PodFiles.read("serving"))
                .editMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withUid(null)
                .withCreationTimestamp(null)
                .endMetadata()
                .editSpec()
                .withServiceAccountName("default")
                .withVolumes(new VolumeBuilder()
                        .withName("envoy")
                        .withConfigMap(new ConfigMapVolumeSourceBuilder()
                                .withName(configMap)
                                .build())
                        .build())
                .endSpec()
                .build();
        var status = pod.getStatus();
        var created = client.resource(pod).create();
        created.setStatus(status);
        return client.resource(created).updateStatus();
    }

    private void reportDeployment(int ready, int total) {
        client.resource(deployment()).editStatus(existing -> {
            existing.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(existing.getMetadata().getGeneration())
                    .withReplicas(total)
                    .withUpdatedReplicas(existing.getSpec().getReplicas())
                    .withReadyReplicas(ready)
                    .build());
            return existing;
        });
    }
}
