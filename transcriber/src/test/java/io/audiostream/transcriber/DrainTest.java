package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.envoy.AdminAddress;
import io.audiostream.transcriber.envoy.EnvoyAdminClient;
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
import io.audiostream.transcriber.session.StepExecutor;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.TestAudio;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** Never reached by a test: no drain ends because this much time has passed. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofMillis(100);

    private static final Optional<String> NO_ENVOY = Optional.empty();
    private static final Optional<String> UNREACHABLE_ENVOY = Optional.of("127.0.0.1:1");

    private final FakeEngine engine = new FakeEngine();
    private final DecodeScheduler scheduler = new DecodeScheduler(engine, 1);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final StepExecutor steps = new StepExecutor(2);
    private final Sessions sessions = new Sessions(
            new SessionDefaults("auto", true, EndpointingConfig.DEFAULT),
            new SlotPool(2),
            TestAudio::everySound,
            Transcoder.Factory.NONE,
            steps,
            SessionObserver.Factory.NOOP);

    DrainTest() {
        sessions.ready(engine.model(), scheduler);
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
        steps.close();
        scheduler.close();
    }

    @Test
    void isNotReadyAndServesNewStreams() throws Exception {
        // given
        var first = new RecordingListener();
        StreamSession session = open(first);
        CompletableFuture<Void> drain = drain(new Drain.Plan(LONG, LONG, LONG), NO_ENVOY);
        awaitNotAccepting();

        // when
        var second = new RecordingListener();
        StreamSession late = open(second);
        speak(session);
        speak(late);

        // then
        assertThat(first.awaitEnd()).isEmpty();
        assertThat(second.awaitEnd()).isEmpty();
        assertThat(second.finals).containsExactly("w50 w50");
        assertThat(drain).succeedsWithin(TIMEOUT);
    }

    @Test
    void refusesNewStreamWithoutFreeSlot() throws Exception {
        // given
        StreamSession one = open(new RecordingListener());
        StreamSession two = open(new RecordingListener());

        // when
        CompletableFuture<Void> drain = drain(new Drain.Plan(LONG, LONG, LONG), NO_ENVOY);
        awaitNotAccepting();

        // then
        assertThat(refusal()).isEqualTo(SessionRefusedException.Reason.NO_SLOT);
        one.cancel();
        two.cancel();
        assertThat(drain).succeedsWithin(TIMEOUT);
    }

    @Test
    void finalisesOpenStreamsAtTimeoutAndRefusesNewOnes() throws Exception {
        // given
        var listener = new RecordingListener();
        StreamSession session = open(listener);
        sendSecond(session);

        // when
        assertThat(drain(new Drain.Plan(SHORT, LONG, SHORT), NO_ENVOY)).succeedsWithin(TIMEOUT);

        // then
        assertThat(listener.awaitEnd()).containsInstanceOf(ResumableException.class);
        assertThat(listener.finals).containsExactly("w50 w50");
        assertThat(refusal()).isEqualTo(SessionRefusedException.Reason.DRAINING);
    }

    @Test
    void abandonsFinalsThatTakeTooLongAndReportsChunkToResumeFrom() throws Exception {
        // given
        engine.gate().close();
        var listener = new RecordingListener();
        StreamSession session = open(listener);
        sendSecond(session);

        // when
        assertThat(drain(new Drain.Plan(SHORT, SHORT, SHORT), NO_ENVOY)).succeedsWithin(TIMEOUT);

        // then
        assertThat(listener.awaitEnd().orElseThrow())
                .isInstanceOfSatisfying(
                        ResumableException.class,
                        e -> assertThat(e.progress().resumeChunk()).isZero())
                .hasMessageContaining("send again from chunk 0");
        assertThat(listener.finals).isEmpty();
    }

    @Test
    void drainsEnvoyListenersAndServesClientsThatStillConnect() throws Exception {
        // given
        List<String> requests = new CopyOnWriteArrayList<>();
        var envoy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        envoy.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        envoy.start();
        try {
            var first = new RecordingListener();
            StreamSession session = open(first);

            // when
            CompletableFuture<Void> drain = drain(
                    new Drain.Plan(LONG, LONG, SHORT),
                    Optional.of("127.0.0.1:" + envoy.getAddress().getPort()));
            await().atMost(TIMEOUT).until(() -> !requests.isEmpty());
            var late = new RecordingListener();
            speak(open(late));
            speak(session);

            // then
            assertThat(requests).startsWith("POST /drain_listeners?graceful&skip_exit");
            assertThat(first.awaitEnd()).isEmpty();
            assertThat(late.awaitEnd()).isEmpty();
            assertThat(drain).succeedsWithin(TIMEOUT);
        } finally {
            envoy.stop(0);
        }
    }

    /** Envoy ends such a stream when it stops, without the finals. */
    @Test
    void waitsForStreamsThatOtherPodsTranscribe() throws Exception {
        // given
        var polls = new AtomicInteger();
        var streams = new AtomicInteger(1);
        var envoy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        envoy.createContext("/drain_listeners", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        envoy.createContext("/stats", exchange -> {
            byte[] body = ("cluster.peers.upstream_rq_active: " + streams + "\n").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            polls.incrementAndGet();
        });
        envoy.start();
        try {
            // when
            CompletableFuture<Void> drain = drain(
                    new Drain.Plan(LONG, LONG, SHORT),
                    Optional.of("127.0.0.1:" + envoy.getAddress().getPort()));
            await().atMost(TIMEOUT).until(() -> polls.get() >= 3);

            // then
            assertThat(drain).isNotDone();

            // when
            streams.set(0);

            // then
            assertThat(drain).succeedsWithin(TIMEOUT);
        } finally {
            envoy.stop(0);
        }
    }

    @Test
    void servesClientThatReturnsWithinQuietPeriod() throws Exception {
        // given
        var first = new RecordingListener();
        StreamSession session = open(first);
        CompletableFuture<Void> drain = drain(new Drain.Plan(LONG, LONG, LONG), UNREACHABLE_ENVOY);
        awaitNotAccepting();
        speak(session);
        assertThat(first.awaitEnd()).isEmpty();

        // when
        var second = new RecordingListener();
        speak(open(second));

        // then
        assertThat(second.awaitEnd()).isEmpty();
        assertThat(drain).isNotDone();
    }

    @Test
    void endsAfterQuietPeriodWithoutStreams() throws Exception {
        // given
        var listener = new RecordingListener();
        StreamSession session = open(listener);
        CompletableFuture<Void> drain = drain(new Drain.Plan(LONG, LONG, SHORT), UNREACHABLE_ENVOY);
        awaitNotAccepting();

        // when / then
        await().atMost(TIMEOUT).pollDelay(SHORT.multipliedBy(5)).until(() -> !drain.isDone());

        // when
        speak(session);

        // then
        assertThat(listener.awaitEnd()).isEmpty();
        assertThat(drain).succeedsWithin(TIMEOUT);
        assertThat(refusal()).isEqualTo(SessionRefusedException.Reason.DRAINING);
    }

    @Test
    void ignoresUnreachableEnvoy() {
        // when / then
        assertThat(drain(new Drain.Plan(LONG, LONG, SHORT), UNREACHABLE_ENVOY)).succeedsWithin(TIMEOUT);
    }

    @Test
    void dividesTimeoutIntoPhases() {
        // when / then
        assertThat(Drain.Plan.of(Duration.ofSeconds(30)))
                .isEqualTo(new Drain.Plan(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(3)));
        assertThat(Drain.Plan.of(Duration.ofSeconds(1)))
                .isEqualTo(new Drain.Plan(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500)));
    }

    private CompletableFuture<Void> drain(Drain.Plan plan, Optional<String> envoy) {
        var drain = new Drain(sessions, plan, envoy.map(AdminAddress::new).map(EnvoyAdminClient::new));
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

    private void awaitNotAccepting() {
        await().atMost(TIMEOUT).until(() -> !sessions.accepting());
    }

    private StreamSession open(RecordingListener listener) throws SessionRefusedException {
        return sessions.open(sessions.admission().admit(""), SessionRequest.DEFAULT, CallContext.NONE, listener);
    }

    private static void speak(StreamSession session) {
        sendSecond(session);
        session.end();
    }

    /** Sends one second of sound and a pause, which the fake engine transcribes as {@code w50 w50}. */
    private static void sendSecond(StreamSession session) {
        session.audio(0, TestAudio.soundAndPause(1, 50).asReadOnlyByteBuffer(), () -> {});
    }

    private SessionRefusedException.Reason refusal() {
        try {
            sessions.admission().check("");
            throw new AssertionError("not refused");
        } catch (SessionRefusedException e) {
            return e.reason();
        }
    }

    private static final class RecordingListener implements SessionListener {

        private final List<String> finals = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Optional<Exception>> end = new CompletableFuture<>();

        /** Waits for the end of the session and returns its failure, if it failed. */
        Optional<Exception> awaitEnd() {
            return end.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        }

        @Override
        public void onResult(SegmentResult result) {
            if (result.isFinal()) {
                finals.add(result.text());
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
