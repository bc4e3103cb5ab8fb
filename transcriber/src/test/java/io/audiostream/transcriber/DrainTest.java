package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionDefaults;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.TestAudio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String NEVER = "127.0.0.1:1";

    private final FakeEngine engine = new FakeEngine();
    private final DecodeScheduler scheduler = new DecodeScheduler(engine, 1);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Sessions sessions = new Sessions(
            new SessionDefaults("auto", true, EndpointingConfig.DEFAULT),
            new SlotPool(2),
            TestAudio::everySound,
            executor,
            SessionObserver.Factory.NOOP);

    DrainTest() {
        sessions.ready(engine.model(), scheduler);
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
        scheduler.close();
    }

    @Test
    void nobodyNewIsSentHereAndWhoComesIsServed() throws Exception {
        var first = new Ending();
        StreamSession session = open(first);
        CompletableFuture<Void> drain = drain(LONG, Optional.empty());
        await().until(() -> !sessions.accepting());

        var second = new Ending();
        StreamSession late = open(second);
        speak(session);
        speak(late);

        assertThat(first.failure()).isEmpty();
        assertThat(second.failure()).isEmpty();
        assertThat(second.texts).containsExactly("w50 w50");
        assertThat(drain).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aStreamThatComesWhileItIsDrainedStillNeedsASlot() throws Exception {
        StreamSession one = open(new Ending());
        StreamSession two = open(new Ending());
        CompletableFuture<Void> drain = drain(LONG, Optional.empty());
        await().until(() -> !sessions.accepting());

        assertThat(refusal()).isEqualTo(SessionRefusedException.Reason.NO_SLOT);

        one.cancel();
        two.cancel();
        assertThat(drain).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whenTheTimeIsUpStreamsGetTheirFinalsAndNewOnesAreRefused() throws Exception {
        var ending = new Ending();
        StreamSession session = open(ending);
        session.audio(0, TestAudio.sound(1, 50).asReadOnlyByteBuffer(), () -> {});

        assertThat(drain(Duration.ofSeconds(2), Optional.empty())).succeedsWithin(Duration.ofSeconds(10));

        assertThat(ending.failure()).containsInstanceOf(ResumableException.class);
        assertThat(ending.texts).containsExactly("w50 w50");
        assertThat(refusal()).isEqualTo(SessionRefusedException.Reason.DRAINING);
    }

    @Test
    void finalsThatTakeTooLongAreGivenUpAndTheClientIsToldToSendThemAgain() throws Exception {
        engine.gate().close();
        var ending = new Ending();
        StreamSession session = open(ending);
        session.audio(0, TestAudio.sound(1, 50).asReadOnlyByteBuffer(), () -> {});

        assertThat(drain(Duration.ofSeconds(2), Optional.empty())).succeedsWithin(Duration.ofSeconds(10));

        assertThat(ending.failure().orElseThrow())
                .isInstanceOfSatisfying(
                        ResumableException.class,
                        e -> assertThat(e.progress().resumeChunk()).isZero())
                .hasMessageContaining("send again from chunk 0");
        assertThat(ending.texts).isEmpty();
    }

    @Test
    void envoyIsToldToSendItsClientsElsewhere() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        HttpServer envoy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        envoy.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        envoy.start();
        try {
            CompletableFuture<Void> drain =
                    drain(LONG, Optional.of("127.0.0.1:" + envoy.getAddress().getPort()));

            await().until(() -> !requests.isEmpty());
            assertThat(requests).containsExactly("POST /drain_listeners?graceful&skip_exit");
            // A client that has not heard of it yet.
            var ending = new Ending();
            speak(open(ending));
            assertThat(ending.failure()).isEmpty();
            assertThat(drain).succeedsWithin(Duration.ofSeconds(10));
        } finally {
            envoy.stop(0);
        }
    }

    @Test
    void aClientThatHadAStreamSinceBeforeComesOnceMoreAndIsServed() throws Exception {
        Duration lastCall = Duration.ofSeconds(3);
        var first = new Ending();
        StreamSession session = open(first);
        CompletableFuture<Void> drain = drain(new Drain(
                sessions,
                new Drain.Plan(LONG, Duration.ofSeconds(1), lastCall),
                Optional.of(new EnvoyAdminClient(NEVER))));
        await().until(() -> !sessions.accepting());
        await().pollDelay(lastCall.plusMillis(500)).until(() -> !drain.isDone());
        speak(session);
        assertThat(first.failure()).isEmpty();

        var second = new Ending();
        speak(open(second));

        assertThat(second.failure()).isEmpty();
        assertThat(drain).succeedsWithin(Duration.ofSeconds(10));
        assertThat(refusal()).isEqualTo(SessionRefusedException.Reason.DRAINING);
    }

    @Test
    void anEnvoyThatIsNotThereChangesNothing() throws IOException {
        assertThat(drain(Duration.ofSeconds(2), Optional.of(NEVER))).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void theTimeIsDividedBetweenGoingOnAndFinals() {
        assertThat(Drain.Plan.of(Duration.ofSeconds(30)))
                .isEqualTo(new Drain.Plan(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(3)));
        assertThat(Drain.Plan.of(Duration.ofSeconds(1)))
                .isEqualTo(new Drain.Plan(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500)));
    }

    private CompletableFuture<Void> drain(Duration timeout, Optional<String> envoy) {
        return drain(new Drain(sessions, timeout, envoy.map(EnvoyAdminClient::new)));
    }

    private CompletableFuture<Void> drain(Drain drain) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        drain.run();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                executor);
    }

    private StreamSession open(Ending ending) throws SessionRefusedException {
        return sessions.open(SessionRequest.DEFAULT, CallContext.NONE, ending);
    }

    private static void speak(StreamSession session) {
        session.audio(0, TestAudio.sound(1, 50).asReadOnlyByteBuffer(), () -> {});
        session.end();
    }

    private SessionRefusedException.Reason refusal() {
        try {
            sessions.checkAdmission();
            throw new AssertionError("not refused");
        } catch (SessionRefusedException e) {
            return e.reason();
        }
    }

    private static final class Ending implements SessionListener {

        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Optional<Exception>> end = new CompletableFuture<>();

        Optional<Exception> failure() {
            return end.orTimeout(10, TimeUnit.SECONDS).join();
        }

        @Override
        public void onResult(SegmentResult result) {
            if (result.isFinal()) {
                texts.add(result.text());
            }
        }

        @Override
        public void onCompleted(SegmentResult.Progress progress) {
            end.complete(Optional.empty());
        }

        @Override
        public void onFailed(Exception failure) {
            end.complete(Optional.of(failure));
        }
    }
}
