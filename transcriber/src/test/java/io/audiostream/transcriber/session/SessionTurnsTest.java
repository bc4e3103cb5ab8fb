package io.audiostream.transcriber.session;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How sessions share the thread that runs their steps. */
class SessionTurnsTest {

    private static final int CHUNK_SECONDS = 30;

    private final FakeEngine engine = new FakeEngine();
    private final DecodeScheduler scheduler = new DecodeScheduler(engine, 1);
    private final StepExecutor executor = new StepExecutor(1);
    private final List<Step> steps = new CopyOnWriteArrayList<>();
    private final CountDownLatch allSent = new CountDownLatch(1);
    private final Sessions sessions = new Sessions(
            new SessionDefaults("en", true, EndpointingConfig.DEFAULT),
            new SlotPool(3),
            () -> new RecordingDetector(steps),
            Transcoder.Factory.NONE,
            executor,
            SessionObserver.Factory.NOOP);

    private record Step(SpeechDetector session, int samples) {}

    SessionTurnsTest() {
        sessions.ready(engine.model(), scheduler);
    }

    @AfterEach
    void close() {
        allSent.countDown();
        executor.close();
        scheduler.close();
    }

    @Test
    void takeTurnsAfterSecondOfAudioAtMost() throws Exception {
        // given
        occupyThread();

        // when
        sendLongChunk(SessionRequest.DEFAULT);
        sendLongChunk(SessionRequest.DEFAULT);
        allSent.countDown();

        // then
        awaitSteps(2 * CHUNK_SECONDS);
        assertThat(steps)
                .extracting(Step::samples)
                .allMatch(samples -> samples < 16_000 + SpeechDetector.FRAME_SAMPLES);
        for (int i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i).session())
                    .as("step %d", i)
                    .isNotSameAs(steps.get(i - 1).session());
        }
    }

    @Test
    void processLiveAudioBeforeThatOfRecordings() throws Exception {
        // given
        occupyThread();
        sendLongChunk(SessionRequest.DEFAULT.forRecording());

        // when
        open(SessionRequest.DEFAULT).audio(0, TestAudio.sound(0.1, 50).asReadOnlyByteBuffer(), () -> {});
        allSent.countDown();

        // then
        awaitSteps(CHUNK_SECONDS + 1);
        assertThat(steps.getFirst().samples()).as("the live chunk").isLessThan(1_601);
    }

    /** Makes the steps of the following sessions wait until all audio was sent. */
    private void occupyThread() {
        OccupiedThread.until(allSent, executor.forSession(true));
    }

    private void sendLongChunk(SessionRequest request) throws SessionRefusedException {
        open(request).audio(0, TestAudio.silence(CHUNK_SECONDS).asReadOnlyByteBuffer(), () -> {});
    }

    private StreamSession open(SessionRequest request) throws SessionRefusedException {
        return sessions.open(sessions.admission().admit(""), request, CallContext.NONE, new IgnoringListener());
    }

    private void awaitSteps(int count) {
        await().until(() -> steps.size() >= count);
    }

    /** Records the samples of each step of one session. */
    private record RecordingDetector(List<Step> steps, SpeechDetector delegate) implements SpeechDetector {

        RecordingDetector(List<Step> steps) {
            this(steps, TestAudio.everySound());
        }

        @Override
        public float probability(float[] frame) {
            return delegate.probability(frame);
        }

        @Override
        public float[] probabilities(float[] frames) {
            steps.add(new Step(delegate, frames.length));
            return SpeechDetector.super.probabilities(frames);
        }

        @Override
        public void reset() {}
    }
}
