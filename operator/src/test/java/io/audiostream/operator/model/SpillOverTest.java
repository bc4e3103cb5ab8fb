package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.ResourceFiles;
import org.junit.jupiter.api.Test;

class SpillOverTest {

    @Test
    void namesSecretByUidSoThatSuccessorHasItsOwn() {
        // given
        var resource = resource("speech", "{}");
        resource.getMetadata().setUid("0f3a9d52-6c1e-4f57-9c0e-0f4f4a3b2c1d");

        // when
        var service = DesiredService.of(resource);

        // then
        assertThat(service.spillOver()).hasValue(new SpillOver("speech-peers-0f3a9d52", 1));
    }

    @Test
    void countsPodsOfAutoscaling() {
        // when
        var service = DesiredService.of(resource(
                "speech",
                "{replicas: 2, resources: {requests: {cpu: 1}}, autoscaling: {minReplicas: 1, maxReplicas: 7}}"));

        // then
        assertThat(service.spillOver().orElseThrow().maxPods()).isEqualTo(7);
    }

    @Test
    void hasNoPeersIfTurnedOff() {
        // when
        var service = DesiredService.of(resource("speech", "{envoy: {spillOver: false}}"));

        // then
        assertThat(service.spillOver()).isEmpty();
        assertThat(ProxyModel.inPod(service).peers()).isEmpty();
    }

    @Test
    void findsPeersByHeadlessName() {
        // when
        var peers =
                ProxyModel.inPod(DesiredService.of(resource("speech", "{}"))).peers();

        // then
        assertThat(peers.orElseThrow().addresses())
                .containsExactly(new PeerSettings.PeerAddress("speech-headless", PeerSettings.POD_PORT));
    }

    @Test
    void shortensLongNamesToDifferentDnsLabels() {
        // when
        var one = DesiredService.of(resource("a".repeat(62) + "b", "{}")).headlessName();
        var two = DesiredService.of(resource("a".repeat(62) + "c", "{}")).headlessName();

        // then
        assertThat(one).hasSize(63).matches(name -> name.endsWith("-headless")).isNotEqualTo(two);
    }

    private static TranscriptionService resource(String name, String fields) {
        return ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: %s}
                spec: {model: {name: base}, %s
                """.formatted(name, fields.substring(1)));
    }
}
