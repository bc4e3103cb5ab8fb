package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that find no slot, beside clients that use theirs little. */
class SlotReclaimTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final ByteString WORD = TestAudio.sound(0.5, 50);

    private final TestSessions sessions = new TestSessions(2);

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void endsClientThatSendsNothingWithFinalsAndResumePoint() throws Exception {
        // given
        var silent = sessions.open(SessionRequest.DEFAULT);
        silent.send(WORD);
        var active = sessions.open(SessionRequest.DEFAULT);
        sessions.timer.advance(LIMIT);
        active.send(TestAudio.sound(3, 50));

        // when
        refuseCall();

        // then
        assertThat(silent.awaitEnd()).get().isInstanceOfSatisfying(ResumableException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(ResumableException.Cause.SLOT_RECLAIMED);
            assertThat(failure.progress().resumeChunk()).isEqualTo(1);
        });
        assertThat(silent.finals()).extracting(SegmentResult::text).containsExactly("w50");
        assertThat(active.ended()).isFalse();
        sessions.open(SessionRequest.DEFAULT);
    }

    @Test
    void endsUploadThatTrickles() throws Exception {
        // given
        var upload = sessions.open(SessionRequest.DEFAULT.forRecording());
        var active = sessions.open(SessionRequest.DEFAULT);
        ByteString sample = WORD.substring(0, 2);

        // when
        for (int second = 0; second < LIMIT.toSeconds() + 1; second++) {
            sessions.timer.advance(Duration.ofSeconds(1));
            upload.send(sample);
        }
        active.send(TestAudio.sound(4, 50));
        refuseCall();

        // then
        assertThat(upload.awaitEnd()).get().isInstanceOf(ResumableException.class);
    }

    @Test
    void sparesClientsThatKeepUp() throws Exception {
        // given
        var first = sessions.open(SessionRequest.DEFAULT);
        var second = sessions.open(SessionRequest.DEFAULT);
        first.send(WORD);
        second.send(WORD);
        sessions.timer.advance(LIMIT.minus(MILLI));

        // when
        refuseCall();

        // then
        first.awaitSteps();
        second.awaitSteps();
        assertThat(first.ended() || second.ended()).isFalse();
    }

    @Test
    void sparesSilentClientsWhileSlotIsFree() throws Exception {
        // given
        var silent = sessions.open(SessionRequest.DEFAULT);
        sessions.timer.advance(LIMIT);

        // when
        sessions.open(SessionRequest.DEFAULT);

        // then
        silent.awaitSteps();
        assertThat(silent.ended()).isFalse();
    }

    @Test
    void sparesRecordingWhoseAudioHasArrived() throws Exception {
        // given
        var recording = sessions.open(SessionRequest.DEFAULT.forRecording());
        recording.send(WORD);
        var held = sessions.holdSteps();
        recording.session.end();
        var active = sessions.open(SessionRequest.DEFAULT);
        sessions.timer.advance(LIMIT);
        active.sendChunk(WORD);

        // when
        refuseCall();
        held.countDown();

        // then
        assertThat(recording.awaitEnd()).isEmpty();
    }

    @Test
    void endsOneSessionAtTime() throws Exception {
        // given
        var longer = sessions.open(SessionRequest.DEFAULT);
        sessions.timer.advance(MILLI);
        var shorter = sessions.open(SessionRequest.DEFAULT);
        sessions.timer.advance(LIMIT);
        var held = sessions.holdSteps();

        // when
        refuseCall();
        refuseCall();
        held.countDown();

        // then
        assertThat(longer.awaitEnd()).isPresent();
        shorter.awaitSteps();
        assertThat(shorter.ended()).isFalse();
    }

    private void refuseCall() {
        var refusal = catchThrowableOfType(
                SessionRefusedException.class,
                () -> sessions.sessions.admission().check(""));
        assertThat(refusal.reason()).isEqualTo(Reason.NO_SLOT);
    }
}
