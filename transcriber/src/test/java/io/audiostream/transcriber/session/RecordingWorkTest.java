package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecordingWorkTest {

    private static final int CORES = 2;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RecordingWork work = new RecordingWork();

    @Test
    void acceptsAnyRecordingBeforeFirstMeasurement() {
        // when / then
        assertThatCode(() -> work.check(new RecordingLength(1e6, 1), LIMIT, CORES))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesRecordingThatTakesTooLongAlone() {
        // given
        measure(100, 10, SessionEnd.COMPLETED, 1);

        // when
        var refusal = catchThrowableOfType(
                SessionRefusedException.class, () -> work.check(new RecordingLength(1620, 1), LIMIT, CORES));

        // then
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(refusal).hasMessageContaining("1620 s takes at least 81 s here, the call may take 30.0 s");
        assertThatCode(() -> work.check(new RecordingLength(1190, 1), LIMIT, CORES))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesRecordingThatTakesTooLongBesideOthers() {
        // given
        measure(100, 10, SessionEnd.COMPLETED, 1);
        SessionObserver other = work.begin(5000);

        // when
        var refusal = catchThrowableOfType(
                SessionRefusedException.class, () -> work.check(new RecordingLength(1000, 1), LIMIT, CORES));

        // then
        assertThat(refusal.reason()).isEqualTo(Reason.BUSY);
        assertThat(refusal).hasMessageContaining("100 s beside the 1 recordings");

        // when
        other.audioReceived(4900);

        // then
        assertThatCode(() -> work.check(new RecordingLength(1000, 1), LIMIT, CORES))
                .doesNotThrowAnyException();
    }

    @Test
    void measuresOnlyCompleteRecordingsWithSpeechAndOfSomeLength() {
        // given
        measure(100, 1000, SessionEnd.CANCELLED, 1);
        measure(100, 1000, SessionEnd.COMPLETED, 0);
        measure(RecordingWork.MIN_MEASURED_SECONDS - 1, 1000, SessionEnd.COMPLETED, 1);

        // when / then
        assertThatCode(() -> work.check(new RecordingLength(1e6, 1), LIMIT, CORES))
                .doesNotThrowAnyException();
    }

    private void measure(double audioSeconds, double decodeSeconds, SessionEnd end, int finals) {
        work.begin(audioSeconds)
                .closed(new SessionSummary(
                        CallContext.NONE,
                        end,
                        1,
                        new SessionSummary.Audio(audioSeconds, audioSeconds, decodeSeconds),
                        SessionSummary.Corrections.NONE,
                        new SessionSummary.Results(finals, 0, 0),
                        new SessionSummary.Delays(0, 0, 0)));
    }
}
