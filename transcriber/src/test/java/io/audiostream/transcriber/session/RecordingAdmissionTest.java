package io.audiostream.transcriber.session;

import static io.audiostream.transcriber.session.TestTimeouts.NEVER;
import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingAdmissionTest {

    private final FakeEngine engine = new FakeEngine();
    private final DecodeScheduler scheduler = new DecodeScheduler(engine, 1);
    private final StepExecutor executor = new StepExecutor(1);
    private final SlotPool slots = new SlotPool(2);
    private final Sessions sessions = new Sessions(
            new SessionDefaults("en", true, EndpointingConfig.DEFAULT),
            slots,
            TestAudio::everySound,
            Transcoder.Factory.NONE,
            executor,
            SessionObserver.Factory.NOOP);

    @AfterEach
    void close() {
        engine.gate().open();
        scheduler.close();
        executor.close();
    }

    @Test
    void refusesRecordingThatCannotBeCompletedInTime() throws Exception {
        // given: the transcriber has measured a recording
        sessions.ready(engine.model(), scheduler);
        transcribe(TestAudio.sound(20, 50).asReadOnlyByteBuffer());
        Permit permit = sessions.admission().admit("");

        // when
        ByteBuffer anotherOne = TestAudio.sound(20, 50).asReadOnlyByteBuffer();
        var refusal = catchThrowableOfType(
                SessionRefusedException.class,
                () -> sessions.openRecording(
                        permit, SessionRequest.DEFAULT, anotherOne, Duration.ZERO, CallContext.NONE, new Recorder()));

        // then
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(sessions.count()).isZero();
        permit.close();
        assertThat(slots.inUse()).isZero();
    }

    private void transcribe(ByteBuffer audio) throws Exception {
        var recorder = new Recorder();
        StreamSession session = sessions.openRecording(
                sessions.admission().admit(""), SessionRequest.DEFAULT, audio, NEVER, CallContext.NONE, recorder);
        session.audio(0, audio, () -> {});
        session.end();
        recorder.end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static final class Recorder implements SessionListener {

        private final CompletableFuture<SegmentResult.Progress> end = new CompletableFuture<>();

        @Override
        public void onResult(SegmentResult result) {}

        @Override
        public void onCompleted(SegmentResult.Progress progress) {
            end.complete(progress);
        }

        @Override
        public void onFailed(Exception failure) {
            end.completeExceptionally(failure);
        }
    }
}
