package io.audiostream.transcriber.session;

import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;
import static io.audiostream.transcriber.session.TestTimeouts.await;

import com.google.protobuf.ByteString;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sessions with the deterministic fake engine, and with a clock that a test advances. */
final class TestSessions implements AutoCloseable {

    final ManualTimer timer = new ManualTimer();
    final SlotPool slots;
    final Sessions sessions;
    /** Decode compressed audio. */
    volatile Transcoder.Factory transcoders = Transcoder.Factory.NONE;

    final AtomicInteger detectorResets = new AtomicInteger();

    private final DecodeScheduler scheduler;
    private final StepExecutor executor = new StepExecutor(1);

    TestSessions(int slotCount) {
        this(slotCount, new FakeEngine(), TestAudio::everySound);
    }

    TestSessions(int slotCount, SpeechEngine engine, Supplier<SpeechDetector> detector) {
        scheduler = new DecodeScheduler(engine, 1);
        slots = new SlotPool(slotCount);
        sessions = new Sessions(
                new SessionDefaults("en", true, EndpointingConfig.DEFAULT),
                slots,
                MemoryBudget.ofHeap(),
                () -> new CountingDetector(detector.get(), detectorResets),
                (format, onProgress) -> transcoders.start(format, onProgress),
                executor,
                SessionObserver.Factory.NOOP,
                timer::nanoTime);
        sessions.ready(engine.model(), scheduler);
    }

    Client open(SessionRequest request) throws SessionRefusedException {
        return new Client(sessions, request);
    }

    /** Makes the steps of all sessions wait until the returned latch is released. */
    CountDownLatch holdSteps() {
        var released = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        executor.forSession(true).execute(() -> {
            held.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> held.getCount() == 0);
        return released;
    }

    @Override
    public void close() {
        executor.close();
        scheduler.close();
        timer.shutdownNow();
    }

    /** A client of one session. */
    static final class Client implements SessionListener {

        final StreamSession session;
        private final List<SegmentResult> results = new CopyOnWriteArrayList<>();
        private final List<Object> timeline = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Optional<Exception>> end = new CompletableFuture<>();
        private volatile SegmentResult.@Nullable Progress progress;
        private int next;

        Client(Sessions sessions, SessionRequest request) throws SessionRefusedException {
            session = sessions.open(sessions.admission().admit(""), request, CallContext.NONE, this);
        }

        /** Sends a chunk without waiting. Returns a latch that is released when the session has processed it. */
        CountDownLatch sendChunk(ByteString audio) {
            var processed = new CountDownLatch(1);
            session.audio(next++, audio.asReadOnlyByteBuffer(), processed::countDown);
            return processed;
        }

        /** Sends chunks and waits until the session has processed each. */
        void send(ByteString... chunks) {
            for (ByteString chunk : chunks) {
                CountDownLatch processed = sendChunk(chunk);
                await().until(() -> processed.getCount() == 0);
            }
        }

        /** Waits until the session has run the steps so far. */
        void awaitSteps() {
            send(ByteString.EMPTY);
        }

        List<SegmentResult> finals() {
            return results.stream().filter(SegmentResult::isFinal).toList();
        }

        List<SegmentResult> awaitFinals(int count) {
            await().until(() -> finals().size() >= count);
            return finals();
        }

        /** Waits for the end of the session. Returns its failure, if any. */
        Optional<Exception> awaitEnd() {
            try {
                return end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("the session did not end", e);
            }
        }

        List<SegmentResult> results() {
            return results;
        }

        /** Returns results and speech events in their order. */
        List<Object> timeline() {
            return timeline;
        }

        List<SpeechEvent> events() {
            return timeline.stream()
                    .filter(SpeechEvent.class::isInstance)
                    .map(SpeechEvent.class::cast)
                    .toList();
        }

        /** Returns the progress at the end of a session that completed. */
        SegmentResult.Progress progress() {
            return Objects.requireNonNull(progress, "the session did not complete");
        }

        boolean ended() {
            return end.isDone();
        }

        @Override
        public void onResult(SegmentResult result) {
            timeline.add(result);
            results.add(result);
        }

        @Override
        public void onSpeech(SpeechEvent event) {
            timeline.add(event);
        }

        @Override
        public void onCompleted(SegmentResult.Progress atEnd) {
            progress = atEnd;
            end.complete(Optional.empty());
        }

        @Override
        public void onFailed(Exception failure) {
            end.complete(Optional.of(failure));
        }
    }

    private record CountingDetector(SpeechDetector delegate, AtomicInteger resets) implements SpeechDetector {

        @Override
        public float probability(float[] frame) {
            return delegate.probability(frame);
        }

        @Override
        public void reset() {
            resets.incrementAndGet();
            delegate.reset();
        }
    }
}
