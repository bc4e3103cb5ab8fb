package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.SessionDefaults;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamAge;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.audiostream.transcriber.silero.SileroModel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The real gRPC server over a real engine, as the process has it, and a channel to it. Closes the engine, too. */
final class RealServer implements AutoCloseable {

    static final int SLOTS = 8;

    final SlotPool slots = new SlotPool(SLOTS);
    final ManagedChannel channel;
    final Sessions sessions;
    final WatchedEngine engine;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final DecodeScheduler scheduler;
    private final GrpcServer server;

    RealServer(SpeechEngine engine) throws IOException {
        this.engine = new WatchedEngine(engine);
        scheduler = new DecodeScheduler(this.engine, 2);
        sessions = new Sessions(
                new SessionDefaults("en", true, EndpointingConfig.DEFAULT),
                slots,
                SileroModel.load(TestModel.silero())::detector,
                executor,
                SessionObserver.Factory.NOOP);
        sessions.ready(engine.model(), scheduler);
        server = new GrpcServer(
                new GrpcServerConfig(
                        "127.0.0.1", 0, 50 << 20, 50 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5), true),
                new AudioStreamService(
                        sessions,
                        InstantSource.system(),
                        new UnaryTimeout(timer, Duration.ofSeconds(30)),
                        new StreamAge(timer, Duration.ZERO)),
                sessions,
                executor);
        server.start();
        server.setServing(true);
        channel = newChannel();
    }

    /** A connection of its own. */
    ManagedChannel newChannel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
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
        executor.close();
    }
}
