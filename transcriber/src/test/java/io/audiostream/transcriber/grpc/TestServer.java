package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.NEVER;
import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.metrics.SessionLog;
import io.audiostream.transcriber.metrics.TranscriberMetrics;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.CompositeSessionObserverFactory;
import io.audiostream.transcriber.session.IdleTimeout;
import io.audiostream.transcriber.session.ManualTimer;
import io.audiostream.transcriber.session.MemoryBudget;
import io.audiostream.transcriber.session.MuteTimeout;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.SessionDefaults;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StepExecutor;
import io.audiostream.transcriber.session.StreamAge;
import io.audiostream.transcriber.session.StreamTimeouts;
import io.audiostream.transcriber.session.TestAudio;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The gRPC server on a free port with the deterministic fake engine, and a channel to it. */
final class TestServer implements AutoCloseable {

    static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    static final int MAX_MESSAGE_BYTES = 50 << 20;
    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    final FakeEngine engine = new FakeEngine();
    final SlotPool slots;
    final TranscriberMetrics metrics;
    final Sessions sessions;
    final GrpcServer server;
    final ManagedChannel channel;

    /** Decode compressed audio. */
    volatile Transcoder.Factory transcoders = Transcoder.Factory.NONE;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final StepExecutor steps = new StepExecutor(2);
    private final ScheduledExecutorService timer;

    /** Never expires by itself: a slow machine may send late. */
    final ManualTimer waits = new ManualTimer();

    final DecodeScheduler scheduler;

    private TestServer(int slotCount, ScheduledExecutorService timer, Duration unaryTimeout, Duration maxStreamAge) {
        this(slotCount, MemoryBudget.ofHeap(), timer, unaryTimeout, maxStreamAge);
    }

    private TestServer(
            int slotCount,
            MemoryBudget memory,
            ScheduledExecutorService timer,
            Duration unaryTimeout,
            Duration maxStreamAge) {
        this.timer = timer;
        slots = new SlotPool(slotCount);
        metrics = new TranscriberMetrics(slots);
        scheduler = new DecodeScheduler(engine, 2, 2, metrics);
        sessions = new Sessions(
                new SessionDefaults("auto", true, EndpointingConfig.DEFAULT),
                slots,
                memory,
                TestAudio::everySound,
                (format, onProgress) -> transcoders.start(format, onProgress),
                steps,
                new CompositeSessionObserverFactory(List.of(metrics, new SessionLog())),
                waits::nanoTime);
        server = new GrpcServer(
                new GrpcServerConfig("127.0.0.1", 0, MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES, TIMEOUT, TIMEOUT, true),
                new AudioStreamService(
                        sessions,
                        () -> NOW,
                        new UnaryTimeout(timer, unaryTimeout),
                        new StreamTimeouts(
                                new StreamAge(timer, maxStreamAge),
                                new MuteTimeout(waits),
                                new IdleTimeout(waits, IDLE_TIMEOUT))),
                sessions,
                new ReceiveRate(timer),
                executor);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build();
    }

    /** A server whose time limits do not expire. */
    static TestServer ready() {
        return ready(4);
    }

    static TestServer ready(int slots) {
        return modelLoaded(new TestServer(slots, Executors.newSingleThreadScheduledExecutor(), NEVER, Duration.ZERO));
    }

    static TestServer withMemory(MemoryBudget memory) {
        return modelLoaded(
                new TestServer(4, memory, Executors.newSingleThreadScheduledExecutor(), NEVER, Duration.ZERO));
    }

    static TestServer withTimer(ScheduledExecutorService timer) {
        return modelLoaded(new TestServer(4, timer, NEVER, Duration.ZERO));
    }

    static TestServer withUnaryTimeout(Duration timeout) {
        return modelLoaded(new TestServer(4, Executors.newSingleThreadScheduledExecutor(), timeout, Duration.ZERO));
    }

    static TestServer withMaxStreamAge(Duration age, ScheduledExecutorService timer) {
        return modelLoaded(new TestServer(4, timer, NEVER, age));
    }

    private static TestServer modelLoaded(TestServer server) {
        server.modelLoaded();
        return server;
    }

    /** A server whose model is not loaded yet. */
    static TestServer loading() {
        return new TestServer(4, Executors.newSingleThreadScheduledExecutor(), NEVER, Duration.ZERO);
    }

    void modelLoaded() {
        metrics.ready(engine.model(), scheduler);
        sessions.ready(engine.model(), scheduler);
        server.setServing(true);
    }

    AudioStreamServiceGrpc.AudioStreamServiceBlockingStub blocking() {
        return AudioStreamServiceGrpc.newBlockingStub(channel).withDeadlineAfter(TIMEOUT);
    }

    AudioStreamServiceGrpc.AudioStreamServiceStub async() {
        return AudioStreamServiceGrpc.newStub(channel);
    }

    @Override
    public void close() throws InterruptedException {
        engine.gate().open();
        channel.shutdownNow();
        server.stop(Duration.ofSeconds(1));
        scheduler.close();
        timer.shutdownNow();
        waits.shutdownNow();
        executor.close();
        steps.close();
    }
}
