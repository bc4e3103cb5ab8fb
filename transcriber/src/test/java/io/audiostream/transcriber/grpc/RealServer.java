package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.metrics.TranscriberMetrics;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.CompositeSessionObserverFactory;
import io.audiostream.transcriber.session.IdleTimeout;
import io.audiostream.transcriber.session.ManualTimer;
import io.audiostream.transcriber.session.MemoryBudget;
import io.audiostream.transcriber.session.MuteTimeout;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.SessionDefaults;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StepExecutor;
import io.audiostream.transcriber.session.StreamAge;
import io.audiostream.transcriber.session.StreamTimeouts;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.audiostream.transcriber.silero.SileroModel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;

/** The gRPC server with a real engine, as in the process, and a channel to it. Closes the engine too. */
final class RealServer implements AutoCloseable {

    static final int SLOTS = 8;

    final SlotPool slots = new SlotPool(SLOTS);
    final ManagedChannel channel;
    final Sessions sessions;
    final InstrumentedEngine engine;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final StepExecutor steps = new StepExecutor(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** Never expires by itself: clients send at the engine's pace. */
    final ManualTimer waits = new ManualTimer();

    final TranscriberMetrics metrics = new TranscriberMetrics(slots);

    private final LongAdder receivedSamples = new LongAdder();
    private final DecodeScheduler scheduler;
    private final GrpcServer server;

    RealServer(SpeechEngine engine) throws IOException {
        this.engine = new InstrumentedEngine(engine);
        scheduler = new DecodeScheduler(this.engine, 2);
        sessions = new Sessions(
                new SessionDefaults("en", true, EndpointingConfig.DEFAULT),
                slots,
                MemoryBudget.ofHeap(),
                SileroModel.load(TestModel.silero())::detector,
                Transcoder.Factory.NONE,
                steps,
                new CompositeSessionObserverFactory(List.of(new ReceivedSamplesCounter(), metrics)),
                waits::nanoTime);
        sessions.ready(engine.model(), scheduler);
        server = new GrpcServer(
                new GrpcServerConfig("127.0.0.1", 0, 50 << 20, 50 << 20, ENGINE_TIMEOUT, ENGINE_TIMEOUT, true),
                new AudioStreamService(
                        sessions,
                        InstantSource.system(),
                        new UnaryTimeout(timer, ENGINE_TIMEOUT),
                        new StreamTimeouts(
                                new StreamAge(timer, Duration.ZERO),
                                new MuteTimeout(waits),
                                new IdleTimeout(waits, Duration.ZERO))),
                sessions,
                new ReceiveRate(timer),
                executor);
        server.start();
        server.setServing(true);
        channel = newChannel();
    }

    /** Opens a separate connection. */
    ManagedChannel newChannel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
    }

    /** Returns the number of samples that all sessions have received so far. */
    long receivedSamples() {
        return receivedSamples.sum();
    }

    /** Waits until the sessions have received a number of samples in total and all their decodes have ended. */
    void awaitIdle(long samples) {
        Awaitility.await()
                .atMost(ENGINE_TIMEOUT)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> receivedSamples.sum() == samples && scheduler.waiting() == 0 && engine.running() == 0);
    }

    private final class ReceivedSamplesCounter implements SessionObserver.Factory, SessionObserver {

        @Override
        public SessionObserver opened(CallContext call) {
            return this;
        }

        @Override
        public void audioReceived(double seconds) {
            receivedSamples.add(Math.round(seconds * SpeechEngine.SAMPLE_RATE_HERTZ));
        }
    }

    AudioStreamServiceGrpc.AudioStreamServiceStub async() {
        return AudioStreamServiceGrpc.newStub(channel);
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow();
        server.stop(Duration.ofSeconds(1));
        scheduler.close();
        engine.close();
        timer.shutdownNow();
        waits.shutdownNow();
        executor.close();
        steps.close();
        metrics.close();
    }
}
