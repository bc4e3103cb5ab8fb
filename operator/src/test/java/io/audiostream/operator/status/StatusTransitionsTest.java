package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTransitionsTest {
    private static final TranscriptionServiceStatus CREATING =
            status("False NoPods", "True Creating", "False AsExpected");
    private static final TranscriptionServiceStatus ROLLING =
            status("False NoPods", "True RollingOut", "False AsExpected");
    private static final TranscriptionServiceStatus SERVING =
            status("True Serving", "False Complete", "False AsExpected");
    private static final TranscriptionServiceStatus FETCH_FAILED =
            status("True Serving", "True RollingOut", "True ModelFetchFailed");

    @Test
    void aNewResourceIsMadeAndRollsOutAndServes() {
        assertThat(StatusTransitions.between(null, CREATING))
                .containsExactly(StatusEvent.normal(
                        "Created", "Made the ServiceAccount, the ConfigMap, the Service and the Deployment."));
        assertThat(StatusTransitions.between(CREATING, ROLLING))
                .containsExactly(StatusEvent.normal("RollingOut", "words of RollingOut"));
        assertThat(StatusTransitions.between(ROLLING, SERVING))
                .containsExactly(StatusEvent.normal("Serving", "words of Serving Endpoint: minimal.speech.svc:50051"));
    }

    @Test
    void aFirstRollOutThatIsSeenLateIsToldAllTheSameAndAPodThatStartsAnewIsNone() {
        var starting = status("False NoPods", "True Starting", "False AsExpected");

        assertThat(StatusTransitions.between(CREATING, starting))
                .containsExactly(StatusEvent.normal("RollingOut", "words of Starting"));
        assertThat(StatusTransitions.between(ROLLING, starting)).isEmpty();
        assertThat(StatusTransitions.between(SERVING, starting))
                .extracting(StatusEvent::reason)
                .containsExactly("NotServing");
    }

    @Test
    void theSameInOtherWordsIsNoNews() {
        for (var status : List.of(CREATING, ROLLING, SERVING, FETCH_FAILED)) {
            assertThat(StatusTransitions.between(status, reworded(status))).isEmpty();
        }
    }

    @Test
    void aProblemIsAWarningWithItsReasonAndTheEndOfItIsToldToo() {
        assertThat(StatusTransitions.between(SERVING, FETCH_FAILED))
                .containsExactly(
                        StatusEvent.normal("RollingOut", "words of RollingOut"),
                        StatusEvent.warning("ModelFetchFailed", "words of ModelFetchFailed"));
        assertThat(StatusTransitions.between(FETCH_FAILED, SERVING))
                .containsExactly(
                        StatusEvent.normal("Recovered", "No problem is known any more; it was ModelFetchFailed."));
    }

    @Test
    void anotherProblemInPlaceOfTheFirstIsTold() {
        var other = status("True Serving", "True RollingOut", "True ImagePullFailed");

        assertThat(StatusTransitions.between(FETCH_FAILED, other))
                .containsExactly(StatusEvent.warning("ImagePullFailed", "words of ImagePullFailed"));
    }

    @Test
    void theEndOfServiceIsAWarningUnlessItWasAskedFor() {
        var down = status("False NoPods", "False Complete", "False AsExpected");
        var zero = status("False ScaledToZero", "False Complete", "False AsExpected");

        assertThat(StatusTransitions.between(SERVING, down))
                .containsExactly(StatusEvent.warning("NotServing", "words of NoPods"));
        assertThat(StatusTransitions.between(SERVING, zero))
                .containsExactly(StatusEvent.normal("NotServing", "words of ScaledToZero"));
    }

    @Test
    void aResourceThatCouldNotBeReadWasNotMade() {
        var invalid = status("Unknown NotReconciled", "Unknown NotReconciled", "True InvalidSpec");

        assertThat(StatusTransitions.between(null, invalid))
                .containsExactly(StatusEvent.warning("InvalidSpec", "words of InvalidSpec"));
        assertThat(StatusTransitions.between(invalid, CREATING))
                .extracting(StatusEvent::reason)
                .containsExactly("Created", "Recovered");
    }

    private static TranscriptionServiceStatus status(String ready, String progressing, String degraded) {
        return new TranscriptionServiceStatus(
                1L,
                List.of(
                        condition("Ready", ready),
                        condition("Progressing", progressing),
                        condition("Degraded", degraded)),
                "minimal.speech.svc:50051",
                1,
                1,
                4,
                0,
                "base-q8_0",
                null);
    }

    private static ServiceCondition condition(String type, String statusAndReason) {
        var words = statusAndReason.split(" ", 2);
        return new ServiceCondition(type, words[0], words[1], "words of " + words[1], "2026-01-02T03:04:05Z", 1);
    }

    private static TranscriptionServiceStatus reworded(TranscriptionServiceStatus status) {
        return new TranscriptionServiceStatus(
                2L,
                status.conditions().stream()
                        .map(c -> new ServiceCondition(
                                c.type(), c.status(), c.reason(), "other words", c.lastTransitionTime(), 2))
                        .toList(),
                status.endpoint(),
                2,
                2,
                8,
                3,
                status.model(),
                null);
    }
}
