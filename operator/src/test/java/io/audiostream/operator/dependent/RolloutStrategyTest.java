package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.testing.ResourceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutStrategyTest {
    private static final String GPU = "resources: {limits: {nvidia.com/gpu: 1}}";

    @ParameterizedTest
    @CsvSource({
        "'{}',                                     1,   0",
        "'{maxSurge: 2}',                          2,   0",
        "'{maxSurge: 0}',                          0,   1",
        "'{maxSurge: 0%}',                         0%,  1",
        "'{maxUnavailable: 2}',                    1,   2",
        "'{maxUnavailable: 0}',                    1,   0",
        "'{maxSurge: 50%, maxUnavailable: 25%}',   50%, 25%"
    })
    void fillsInWhatTheSpecLeavesOut(String rollingUpdate, String maxSurge, String maxUnavailable) {
        // when / then
        assertThat(numbers("rollingUpdate: " + rollingUpdate, false)).isEqualTo(maxSurge + " " + maxUnavailable);
    }

    @ParameterizedTest
    @ValueSource(strings = {GPU, "envoy: {resources: {requests: {example.com/nic: 1}}}"})
    void removesPodWithDeviceFirst(String resources) {
        // when / then
        assertThat(numbers(resources, false)).isEqualTo("0 1");
    }

    @Test
    void removesPodWithExclusiveClaimFirst() {
        // when / then
        assertThat(numbers("slots: 1", true)).isEqualTo("0 1");
    }

    @ParameterizedTest
    @CsvSource({"maxSurge: 1, 1 0", "maxUnavailable: 0, 1 0", "maxUnavailable: 2, 0 2"})
    void obeysSpecForPodWithDevice(String field, String numbers) {
        // when / then
        assertThat(numbers(GPU + ", rollingUpdate: {" + field + "}", true)).isEqualTo(numbers);
    }

    private static String numbers(String fields, boolean hasExclusiveClaim) {
        var service = DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: base}, %s}
                """.formatted(fields)));
        var strategy = RolloutStrategy.of(service, hasExclusiveClaim).getRollingUpdate();
        return strategy.getMaxSurge().getValue() + " "
                + strategy.getMaxUnavailable().getValue();
    }
}
