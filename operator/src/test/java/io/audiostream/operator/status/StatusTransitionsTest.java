package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.status.EventReason.Transition;
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
    void recordsCreationRolloutAndReadinessOfNewResource() {
        // when / then
        assertThat(StatusTransitions.between(null, CREATING))
                .containsExactly(StatusEvent.normal(
                        Transition.CREATED,
                        "Created the ServiceAccount, the ConfigMap, the Service and the Deployment."));
        assertThat(StatusTransitions.between(CREATING, ROLLING))
                .containsExactly(StatusEvent.normal(Transition.ROLLING_OUT, "message of RollingOut"));
        assertThat(StatusTransitions.between(ROLLING, SERVING))
                .containsExactly(StatusEvent.normal(
                        Transition.SERVING, "message of Serving Endpoint: minimal.speech.svc:50051"));
    }

    @Test
    void recordsLateObservedFirstRolloutButNoRolloutForRestartedPod() {
        // given
        var starting = status("False NoPods", "True Starting", "False AsExpected");

        // when / then
        assertThat(StatusTransitions.between(CREATING, starting))
                .containsExactly(StatusEvent.normal(Transition.ROLLING_OUT, "message of Starting"));
        assertThat(StatusTransitions.between(ROLLING, starting)).isEmpty();
        assertThat(StatusTransitions.between(SERVING, starting))
                .extracting(StatusEvent::reason)
                .containsExactly(Transition.NOT_SERVING);
    }

    @Test
    void ignoresChangedMessagesAndCounts() {
        // when / then
        for (var status : List.of(CREATING, ROLLING, SERVING, FETCH_FAILED)) {
            assertThat(StatusTransitions.between(status, withChangedMessages(status)))
                    .isEmpty();
        }
    }

    @Test
    void recordsProblemAsWarningAndItsRecovery() {
        // when / then
        assertThat(StatusTransitions.between(SERVING, FETCH_FAILED))
                .containsExactly(
                        StatusEvent.normal(Transition.ROLLING_OUT, "message of RollingOut"),
                        StatusEvent.warning(Reason.MODEL_FETCH_FAILED, "message of ModelFetchFailed"));
        assertThat(StatusTransitions.between(FETCH_FAILED, SERVING))
                .containsExactly(StatusEvent.normal(Transition.RECOVERED, "The problem ModelFetchFailed is resolved."));
    }

    @Test
    void recordsProblemThatReplacesAnother() {
        // given
        var other = status("True Serving", "True RollingOut", "True ImagePullFailed");

        // when / then
        assertThat(StatusTransitions.between(FETCH_FAILED, other))
                .containsExactly(StatusEvent.warning(Reason.IMAGE_PULL_FAILED, "message of ImagePullFailed"));
    }

    @Test
    void recordsLossOfReadinessAsWarningUnlessScaledToZero() {
        // given
        var down = status("False NoPods", "False Complete", "False AsExpected");
        var zero = status("False ScaledToZero", "False Complete", "False AsExpected");

        // when / then
        assertThat(StatusTransitions.between(SERVING, down))
                .containsExactly(StatusEvent.warning(Transition.NOT_SERVING, "message of NoPods"));
        assertThat(StatusTransitions.between(SERVING, zero))
                .containsExactly(StatusEvent.normal(Transition.NOT_SERVING, "message of ScaledToZero"));
    }

    @Test
    void recordsNoCreationForInvalidSpec() {
        // given
        var invalid = status("Unknown NotReconciled", "Unknown NotReconciled", "True InvalidSpec");

        // when / then
        assertThat(StatusTransitions.between(null, invalid))
                .containsExactly(StatusEvent.warning(Reason.INVALID_SPEC, "message of InvalidSpec"));
        assertThat(StatusTransitions.between(invalid, CREATING))
                .extracting(StatusEvent::reason)
                .containsExactly(Transition.CREATED, Transition.RECOVERED);
    }

    /** A status without endpoint: some objects exist, and the operator cannot apply the others. */
    @Test
    void recordsNoCreationWhileApplyFails() {
        // given
        var failing = withoutEndpoint(status("True Serving", "False Stuck", "True ApplyFailed"));

        // when / then
        assertThat(StatusTransitions.between(null, failing))
                .containsExactly(
                        StatusEvent.normal(Transition.SERVING, "message of Serving"),
                        StatusEvent.warning(Reason.APPLY_FAILED, "message of ApplyFailed"));
        assertThat(StatusTransitions.between(failing, SERVING))
                .extracting(StatusEvent::reason)
                .containsExactly(Transition.CREATED, Transition.RECOVERED);
    }

    private static TranscriptionServiceStatus withoutEndpoint(TranscriptionServiceStatus status) {
        return new TranscriptionServiceStatus(
                1L, status.conditions(), null, 1, 1, null, null, 4, 0, null, null, null, null, null, null, null, null);
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
                null,
                null,
                4,
                0,
                "base-q8_0",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ServiceCondition condition(String type, String statusAndReason) {
        var parts = statusAndReason.split(" ", 2);
        return new ServiceCondition(type, parts[0], parts[1], "message of " + parts[1], "2026-01-02T03:04:05Z", 1);
    }

    private static TranscriptionServiceStatus withChangedMessages(TranscriptionServiceStatus status) {
        return new TranscriptionServiceStatus(
                2L,
                status.conditions().stream()
                        .map(c -> new ServiceCondition(
                                c.type(), c.status(), c.reason(), "another message", c.lastTransitionTime(), 2))
                        .toList(),
                status.endpoint(),
                2,
                2,
                null,
                null,
                8,
                3,
                status.model(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
