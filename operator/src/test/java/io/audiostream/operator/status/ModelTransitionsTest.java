package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.ModelCondition;
import io.audiostream.operator.api.TranscriptionModelStatus;
import io.audiostream.operator.status.EventReason.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTransitionsTest {

    @Test
    void warnsWhenModelInUseIsDeleted() {
        // when
        var event = ModelTransitions.between(status("Fetched", "a"), status("InUse", "still used by calls"));

        // then
        assertThat(event).contains(new StatusEvent(true, Transition.IN_USE, "still used by calls"));
    }

    @Test
    void warnsOnceOfModelInUse() {
        // when / then
        assertThat(ModelTransitions.between(status("InUse", "used by a, b"), status("InUse", "used by a")))
                .isEmpty();
    }

    @Test
    void reportsFetchedModel() {
        // when / then
        assertThat(ModelTransitions.between(status("Fetching", "a"), status("Fetched", "b")))
                .contains(new StatusEvent(false, Transition.FETCHED, "b"));
    }

    @Test
    void reportsNothingBeforeFetchBegins() {
        // when / then
        assertThat(ModelTransitions.between(null, status("Pending", "a"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FetchFailed, true", "InvalidSpec, true", "NameTaken, true", "Fetching, false"})
    void reportsOtherReasons(String reason, boolean warning) {
        // when / then
        assertThat(ModelTransitions.between(status("Pending", "a"), status(reason, "b")))
                .contains(new StatusEvent(warning, Reason.of(reason), "b"));
    }

    private static TranscriptionModelStatus status(String reason, String message) {
        var condition = new ModelCondition("Ready", "False", reason, message, "2026-01-02T03:04:05Z", 1);
        return new TranscriptionModelStatus(1L, "Any", List.of(condition), null, null, null, null, null, List.of());
    }
}
