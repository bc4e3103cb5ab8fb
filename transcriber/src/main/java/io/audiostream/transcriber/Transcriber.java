package io.audiostream.transcriber;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.engine.ModelChecksum;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.grpc.AudioStreamService;
import io.audiostream.transcriber.grpc.GrpcServer;
import io.audiostream.transcriber.http.HttpServer;
import io.audiostream.transcriber.metrics.SessionLog;
import io.audiostream.transcriber.metrics.TranscriberMetrics;
import io.audiostream.transcriber.scheduling.Calibration;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.CompositeSessionObserverFactory;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamAge;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.audiostream.transcriber.tracing.SessionTraces;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of the process put together. {@link #start} opens the ports, {@link #loadModel} makes it ready,
 * {@link #drain} ends it.
 */
public final class Transcriber {

    private static final Logger log = LoggerFactory.getLogger(Transcriber.class);

    /** How long the last spans may take to be sent. */
    private static final Duration LAST_SPANS = Duration.ofSeconds(2);

    private final TranscriberConfig config;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("timer").factory());
    private final TranscriberMetrics metrics;
    private final Optional<OpenTelemetrySdk> tracing = TracingConfig.fromEnvironment();
    private final Optional<SessionTraces> traces = tracing.map(sdk -> new SessionTraces(sdk, InstantSource.system()));
    private final Sessions sessions;
    private final GrpcServer grpc;
    private final HttpServer http;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable SpeechEngine engine;
    private @Nullable DecodeScheduler scheduler;

    public Transcriber(TranscriberConfig config) {
        this.config = config;
        var slots = new SlotPool(config.slots());
        metrics = new TranscriberMetrics(slots);
        sessions = new Sessions(
                config.defaults(),
                slots,
                config.vad().load(),
                executor,
                new CompositeSessionObserverFactory(Stream.concat(Stream.of(metrics, new SessionLog()), traces.stream())
                        .toList()));
        var unaryTimeout = new UnaryTimeout(timer, config.unaryTimeout());
        grpc = new GrpcServer(
                config.grpc(),
                new AudioStreamService(
                        sessions, InstantSource.system(), unaryTimeout, new StreamAge(timer, config.maxStreamAge())),
                sessions,
                executor);
        http = new HttpServer(config.http(), sessions, unaryTimeout, metrics::scrape);
    }

    /**
     * Opens the ports. Calls are answered UNAVAILABLE until the model is loaded.
     *
     * @throws IOException when a port is taken
     */
    public void start() throws IOException {
        grpc.start();
        http.start();
        log.info("gRPC listens on {}:{}", config.grpc().host(), grpc.port());
        log.info("HTTP listens on {}:{}", config.http().host(), http.port());
    }

    /** Checks and loads the model; blocks for as long as that takes. */
    public synchronized void loadModel() {
        if (sessions.draining()) {
            return;
        }
        config.modelSha256()
                .ifPresent(expected -> ModelChecksum.check(EngineLoader.weights(config.modelFile()), expected));
        SpeechEngine loaded = config.engine().load(config.modelFile(), config.modelName());
        engine = loaded;
        if (config.calibrate()) {
            int measured = Calibration.slots(loaded, spokenSeconds(), config.cores(), draining::get);
            sessions.slots().resize(measured);
            log.info("this machine keeps up with {} streams", measured);
        }
        scheduler = new DecodeScheduler(loaded, config.cores(), metrics);
        metrics.ready(loaded.model(), scheduler);
        traces.ifPresent(made -> made.ready(loaded.model()));
        sessions.ready(loaded.model(), scheduler);
        grpc.setServing(true);
        log.atInfo()
                .addKeyValue("model", loaded.model().name())
                .addKeyValue("engine", loaded.model().engine())
                .addKeyValue("vad", config.vad().resolved())
                .addKeyValue("slots", sessions.slots().total())
                .addKeyValue("cores", config.cores())
                .log("ready");
    }

    /** A recording that comes with the program. */
    private static float[] spokenSeconds() {
        try (InputStream speech = Transcriber.class.getResourceAsStream("jfk.wav")) {
            if (speech == null) {
                throw new IllegalStateException("the jar lacks its recording");
            }
            return AudioDecoder.of(AudioFormat.UNSPECIFIED).decode(ByteBuffer.wrap(speech.readAllBytes()));
        } catch (IOException | AudioException e) {
            throw new IllegalStateException("the jar's recording can't be read", e);
        }
    }

    /**
     * Lets streams finish, ends those that take too long with their finals, and closes everything. A second call does
     * nothing.
     *
     * @return whether this call has done it
     */
    public boolean drain() {
        if (!draining.compareAndSet(false, true)) {
            return false;
        }
        try {
            grpc.setServing(false);
            new Drain(sessions, config.drainTimeout(), config.envoyAdmin()).run();
            grpc.stop(Duration.ofSeconds(1));
            http.stop();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            close();
        }
    }

    private synchronized void close() {
        if (scheduler != null) {
            scheduler.close();
        }
        if (engine != null) {
            engine.close();
        }
        timer.shutdownNow();
        metrics.close();
        tracing.ifPresent(sdk -> sdk.shutdown().join(LAST_SPANS.toSeconds(), TimeUnit.SECONDS));
        ended.countDown();
        log.info("stopped");
    }

    /** Blocks until the process was drained. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }
}
