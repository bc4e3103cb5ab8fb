package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.status.ConditionCounts.State;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionCountsTest {

    @Test
    void countsResourcesOfEachState() {
        // when
        var counts = ConditionCounts.of(Stream.of(
                status("Ready True Serving", "Degraded True PodEvicted"),
                status("Ready True Serving", "Degraded False AsExpected"),
                status("Ready False NoPods")));

        // then
        assertThat(counts)
                .isEqualTo(Map.of(
                        new State("Ready", "True", "Serving"), 2L,
                        new State("Ready", "False", "NoPods"), 1L,
                        new State("Degraded", "True", "PodEvicted"), 1L,
                        new State("Degraded", "False", "AsExpected"), 1L));
    }

    @Test
    void ignoresStatusWithoutConditions() {
        // given
        var status = new TranscriptionServiceStatus(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

        // when / then
        assertThat(ConditionCounts.of(Stream.of(status))).isEmpty();
    }

    /** A status that another program wrote must not add time series without bound. */
    @Test
    void joinsUnknownTexts() {
        // when
        var counts = ConditionCounts.of(Stream.of(
                status("Ready True Napping1", "Sleepy1 Maybe1 Serving"),
                status("Ready True Napping2", "Sleepy2 Maybe2 Serving")));

        // then
        assertThat(counts)
                .isEqualTo(Map.of(
                        new State("Ready", "True", "Other"), 2L,
                        new State("Other", "Other", "Serving"), 2L));
    }

    /** @param conditions TYPE STATUS REASON of each */
    private static TranscriptionServiceStatus status(String... conditions) {
        var parsed = Arrays.stream(conditions)
                .map(condition -> condition.split(" "))
                .map(words -> new ServiceCondition(words[0], words[1], words[2], "message", "2026-01-01T00:00:00Z", 1))
                .toList();
        return new TranscriptionServiceStatus(
                null, parsed, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }
}
