package io.audiostream.transcriber;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.auth.AuthorizationServer;
import io.audiostream.transcriber.engine.ModelChecksum;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.envoy.EnvoyMetrics;
import io.audiostream.transcriber.ffmpeg.FfmpegProgram;
import io.audiostream.transcriber.grpc.AudioStreamService;
import io.audiostream.transcriber.grpc.GrpcServer;
import io.audiostream.transcriber.http.HttpServer;
import io.audiostream.transcriber.metrics.SessionLog;
import io.audiostream.transcriber.metrics.TranscriberMetrics;
import io.audiostream.transcriber.scheduling.Calibration;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.CompositeSessionObserverFactory;
import io.audiostream.transcriber.session.IdleTimeout;
import io.audiostream.transcriber.session.MuteTimeout;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StepExecutor;
import io.audiostream.transcriber.session.StreamAge;
import io.audiostream.transcriber.session.StreamTimeouts;
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
 * Assembles the parts of the process. {@link #start} opens the ports, {@link #loadModel} makes the servers ready,
 * {@link #drain} stops them. Any thread may drain, also while the model is loading.
 */
public final class Transcriber {

    private static final Logger log = LoggerFactory.getLogger(Transcriber.class);

    /** Time for exporting the remaining spans at shutdown. */
    private static final Duration SPAN_EXPORT_TIMEOUT = Duration.ofSeconds(2);

    /** Interval of reading the state of Envoy's configuration, as often as the operator reads the pod's status. */
    private static final Duration ENVOY_POLL_INTERVAL = Duration.ofSeconds(5);

    private final TranscriberConfig config;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("timer").factory());
    private final StepExecutor steps;
    private final TranscriberMetrics metrics;
    private final Optional<OpenTelemetrySdk> tracing = TracingConfig.fromEnvironment();
    private final Optional<SessionTraces> traces = tracing.map(sdk -> new SessionTraces(sdk, InstantSource.system()));
    private final Optional<EnvoyMetrics> envoyMetrics;
    private final Sessions sessions;
    private final GrpcServer grpc;
    private final HttpServer api;
    private final Optional<EnvoyConfigMonitor> envoyConfig;
    private final HttpServer http;
    private @Nullable AuthorizationServer authorization;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable SpeechEngine engine;
    private @Nullable DecodeScheduler scheduler;

    /**
     * Loads the voice activity detector, checks ffmpeg, and reads the configuration of traces from the environment.
     *
     * @throws io.audiostream.transcriber.ffmpeg.FfmpegException if ffmpeg does not run
     * @throws io.audiostream.transcriber.silero.SileroException if the voice activity detector cannot be loaded
     * @throws io.audiostream.commandline.InvalidEnvironmentException if a variable of OpenTelemetry has an invalid
     *     value
     */
    public Transcriber(TranscriberConfig config) {
        this.config = config;
        var slots = new SlotPool(config.capacity().slots(), config.capacity().slotsPerCaller());
        steps = new StepExecutor(config.capacity().cores());
        metrics = new TranscriberMetrics(slots);
        envoyMetrics = config.envoyAdmin().map(EnvoyMetrics::new);
        sessions = new Sessions(
                config.defaults(),
                slots,
                config.vad().load(),
                transcoders(),
                steps,
                new CompositeSessionObserverFactory(Stream.concat(Stream.of(metrics, new SessionLog()), traces.stream())
                        .toList()));
        // Without Envoy a client could choose its own timeouts.
        boolean behindEnvoy = config.envoyAdmin().isPresent();
        var unaryTimeout = new UnaryTimeout(timer, config.limits().unaryTimeout(), behindEnvoy);
        var receiveRate = new ReceiveRate(timer);
        var streamTimeouts = new StreamTimeouts(
                new StreamAge(timer, config.limits().maxStreamAge()),
                new MuteTimeout(timer),
                new IdleTimeout(timer, config.limits().streamIdleTimeout(), behindEnvoy));
        grpc = new GrpcServer(
                config.grpc(),
                new AudioStreamService(sessions, InstantSource.system(), unaryTimeout, streamTimeouts),
                sessions,
                receiveRate,
                executor);
        api = HttpServer.api(config.api(), sessions, receiveRate, unaryTimeout, streamTimeouts);
        envoyConfig = config.envoyAdmin().map(EnvoyConfigMonitor::new);
        http = HttpServer.monitoring(
                config.http(),
                sessions,
                api,
                this::scrape,
                () -> envoyConfig.map(EnvoyConfigMonitor::state).orElse(null));
    }

    private Transcoder.Factory transcoders() {
        return config.ffmpeg()
                .<Transcoder.Factory>map(path -> FfmpegProgram.load(path, timer))
                .orElse(Transcoder.Factory.NONE);
    }

    /** Returns the metrics of the transcriber, and those of the Envoy in front of it. */
    private String scrape() {
        return metrics.scrape() + envoyMetrics.map(EnvoyMetrics::scrape).orElse("");
    }

    /**
     * Opens the ports. Calls fail with UNAVAILABLE until the model is loaded.
     *
     * @throws IOException if a port is in use
     */
    public void start() throws IOException {
        if (config.authorization().isPresent()) {
            authorization = new AuthorizationServer(config.authorization().get(), executor);
            authorization.start();
            log.info("authorization listens on 127.0.0.1:{}", authorization.port());
        }
        grpc.start();
        api.start();
        http.start();
        envoyConfig.ifPresent(monitor -> timer.scheduleWithFixedDelay(
                () -> executor.execute(monitor::poll), 0, ENVOY_POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        log.info("gRPC listens on {}:{}", config.grpc().host(), grpc.port());
        log.info("the HTTP API listens on {}", api.address());
        log.info("probes and metrics listen on {}", http.address());
    }

    /**
     * Verifies and loads the model, and accepts sessions. Blocks until it is loaded.
     *
     * @return false if the process is draining and nothing was loaded
     * @throws io.audiostream.transcriber.engine.EngineException if the model is damaged or cannot be loaded, or the
     *     drain stopped the calibration
     */
    public synchronized boolean loadModel() {
        if (sessions.draining()) {
            return false;
        }
        TranscriberConfig.Model model = config.model();
        int cores = config.capacity().cores();
        model.sha256().ifPresent(expected -> ModelChecksum.check(EngineLoader.weights(model.path()), expected));
        SpeechEngine loaded = model.engine().load(model.path(), model.name());
        engine = loaded;
        if (config.capacity().calibrate()) {
            int measured = Calibration.slots(loaded, calibrationSamples(), cores, draining::get);
            sessions.slots().resize(measured);
            log.info("this machine can serve {} streams", measured);
        }
        scheduler = new DecodeScheduler(loaded, cores, config.capacity().maxDecoders(), metrics);
        metrics.ready(loaded.model(), scheduler);
        traces.ifPresent(made -> made.ready(loaded.model()));
        sessions.ready(loaded.model(), scheduler);
        grpc.setServing(true);
        log.atInfo()
                .addKeyValue("model", loaded.model().name())
                .addKeyValue("engine", loaded.model().engine())
                .addKeyValue("vad", config.vad().resolved())
                .addKeyValue("slots", sessions.slots().total())
                .addKeyValue("cores", cores)
                .log("ready");
        return true;
    }

    /** Returns the address of the gRPC server, {@code HOST:PORT}. */
    public String address() {
        String host = config.grpc().host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + grpc.port();
    }

    /** Decodes the recording of speech in the jar. */
    private static float[] calibrationSamples() {
        try (InputStream speech = Transcriber.class.getResourceAsStream("jfk.wav")) {
            if (speech == null) {
                throw new IllegalStateException("the jar does not contain jfk.wav");
            }
            return AudioDecoder.of(AudioFormat.UNSPECIFIED).decode(ByteBuffer.wrap(speech.readAllBytes()));
        } catch (IOException | AudioException e) {
            throw new IllegalStateException("cannot read jfk.wav from the jar", e);
        }
    }

    /**
     * Drains the sessions and closes everything. Blocks until that is done. Later calls return at once.
     *
     * @return true if this call completed the drain
     */
    public boolean drain() {
        if (!draining.compareAndSet(false, true)) {
            return false;
        }
        try {
            grpc.setServing(false);
            new Drain(sessions, config.limits().drainTimeout(), config.envoyAdmin()).run();
            grpc.stop(Duration.ofSeconds(1));
            api.stop();
            http.stop();
            if (authorization != null) {
                authorization.stop();
            }
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
        steps.close();
        metrics.close();
        tracing.ifPresent(sdk -> sdk.shutdown().join(SPAN_EXPORT_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        ended.countDown();
        log.info("stopped");
    }

    /** Blocks until {@link #drain} has completed. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }
}
