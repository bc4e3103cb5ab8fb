package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.EnvoyStatus;
import io.audiostream.operator.envoy.EnvoyVersion;
import io.audiostream.operator.testing.PodFiles;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvoyProgressTest {
    private static final String CONFIG_MAP = "minimal-envoy-b2";
    private static final DesiredEnvoy DESIRED = new DesiredEnvoy(CONFIG_MAP, new EnvoyVersion("b2", "c2", "r2"), "t2");
    private static final EnvoyReport CURRENT = report("c2", "r2", null);
    private static final EnvoyReport EARLIER = report("c2", "r1", null);

    private final Pod first = pod("first", "serving", CONFIG_MAP);
    private final Pod second = pod("second", "serving", CONFIG_MAP);

    @Test
    void isTrueWhenEveryReadyPodHasTheCurrentVersion() {
        // given
        var starting = pod("starting", "fetching", CONFIG_MAP);

        // when
        var condition = condition(List.of(first, second, starting), Map.of("first", CURRENT, "second", CURRENT));

        // then
        assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
        assertThat(condition.reason()).isEqualTo(Reason.CONFIGURED);
        assertThat(condition.message()).isEqualTo("2 of 2 ready pods have the current configuration of Envoy.");
    }

    @Test
    void countsPodsWithAnEarlierVersionAsUpdating() {
        // when
        var condition = condition(List.of(first, second), Map.of("first", CURRENT, "second", EARLIER));

        // then
        assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE);
        assertThat(condition.reason()).isEqualTo(Reason.UPDATING);
        assertThat(condition.message())
                .isEqualTo("1 of 2 ready pods have the current configuration of Envoy."
                        + " Kubelets refresh the others within about 90 s.");
    }

    @Test
    void countsPodsWithAnEarlierListenerAsUpdating() {
        // given
        var old = pod("old", "serving", "minimal-envoy-b1");

        // when
        var rollout = EnvoyRollout.of(DESIRED, List.of(first, old), Map.of("first", CURRENT, "old", CURRENT));

        // then
        assertThat(rollout.updated()).isEqualTo(1);
        assertThat(rollout.pods()).isEqualTo(2);
    }

    @Test
    void isUnknownWhilePodsDoNotReport() {
        // when
        var condition = condition(List.of(first, second), Map.of("first", CURRENT));

        // then
        assertThat(condition.status()).isEqualTo(ConditionStatus.UNKNOWN);
        assertThat(condition.reason()).isEqualTo(Reason.NOT_REPORTED);
    }

    @Test
    void namesPodWhoseEnvoyRejectsRoutes() {
        // given
        var rejecting = report("c2", "r1", "Envoy rejected the routes");

        // when
        var condition = condition(List.of(first, second), Map.of("first", CURRENT, "second", rejecting));

        // then
        assertThat(condition.reason()).isEqualTo(Reason.REJECTED);
        assertThat(condition.message()).isEqualTo("Pod second: Envoy rejected the routes.");
    }

    @Test
    void ignoresRejectionBeforeTheCurrentVersion() {
        // given
        var recovered = report("c2", "r2", "Envoy rejected the routes");

        // when
        var condition = condition(List.of(first), Map.of("first", recovered));

        // then
        assertThat(condition.reason()).isEqualTo(Reason.CONFIGURED);
    }

    @Test
    void quotesEnvoyThatRejectsItsBootstrapWhileOlderPodsServe() {
        // given
        var old = pod("old", "serving", "minimal-envoy-b1");
        var rejecting = pod("rejecting", "envoy-rejected", CONFIG_MAP);

        // when
        var condition = condition(List.of(old, rejecting), Map.of("old", CURRENT));

        // then
        assertThat(condition.reason()).isEqualTo(Reason.REJECTED);
        assertThat(condition.message())
                .isEqualTo("Pod rejecting: Envoy rejected its configuration: Invalid duration: Expected positive"
                        + " duration: seconds: -1.");
    }

    @Test
    void reportsNoPodsWhileNoneIsReady() {
        // when / then
        assertThat(condition(List.of(), Map.of()).reason()).isEqualTo(Reason.NO_PODS);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            minimal-envoy-b2, same,    t2, Restart, Restart
            minimal-envoy-b2, earlier, t2, Restart, Live
            minimal-envoy-b1, earlier, t2, Restart, Drain
            minimal-envoy-b1, earlier, t1, Live,    Restart
            """)
    void statesStrongestEffectOfTheLastChange(
            String configMap, String version, String podTemplate, String before, String expected) {
        // given
        var live = version.equals("same") ? DESIRED.version().live() : version;
        var last = new EnvoyStatus(configMap, live, podTemplate, before, 1, 1);

        // when
        var status = EnvoyProgress.status(DESIRED, rollout(), last);

        // then
        assertThat(status.lastChange()).isEqualTo(expected);
    }

    @Test
    void statesNoChangeOfNewResource() {
        // when
        var status = EnvoyProgress.status(DESIRED, rollout(), null);

        // then
        assertThat(status)
                .isEqualTo(new EnvoyStatus(CONFIG_MAP, DESIRED.version().live(), "t2", null, 1, 2));
    }

    private EnvoyRollout rollout() {
        return EnvoyRollout.of(DESIRED, List.of(first, second), Map.of("first", CURRENT));
    }

    private static ConditionState condition(List<Pod> pods, Map<String, EnvoyReport> reports) {
        var last = new EnvoyStatus(CONFIG_MAP, "earlier", "t2", null, 0, 0);
        var rollout = EnvoyRollout.of(DESIRED, pods, reports);
        return EnvoyProgress.condition(rollout, EnvoyProgress.status(DESIRED, rollout, last));
    }

    private static EnvoyReport report(String clusters, String routes, String error) {
        return new EnvoyReport(new EnvoyReport.Resource(clusters, null), new EnvoyReport.Resource(routes, error));
    }

    private static Pod pod(String name, String file, String configMap) {
        var pod = PodFiles.read(file);
        pod.getMetadata().setName(name);
        pod.getSpec()
                .setVolumes(List.of(new VolumeBuilder()
                        .withName("envoy")
                        .withConfigMap(new ConfigMapVolumeSourceBuilder()
                                .withName(configMap)
                                .build())
                        .build()));
        return pod;
    }
}
