package io.audiostream.transcriber;

import io.audiostream.transcriber.TranscriberConfig.Capacity;
import io.audiostream.transcriber.TranscriberConfig.Limits;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.envoy.AdminAddress;
import io.audiostream.transcriber.envoy.EnvoyAdminClient;
import io.audiostream.transcriber.fetch.CacheUse;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.SessionDefaults;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves one model until the process receives SIGTERM or SIGINT. */
@Command(
        name = "serve",
        description = {
            "Serve a model over gRPC and HTTP.",
            "Prints READY HOST:PORT, the address of the gRPC server, when it accepts streams."
                    + " SIGTERM drains: running streams get their finals."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--ffmpeg",
            defaultValue = "${env:AUDIOSTREAM_FFMPEG}",
            paramLabel = "PATH",
            description = "The ffmpeg that decodes MP3, AAC, FLAC, Ogg, WebM, MP4 and AMR, as dev/ffmpeg builds it."
                    + " Without it, or if it is empty, such audio is refused (default: AUDIOSTREAM_FFMPEG).")
    private @Nullable Path ffmpeg;

    @Option(
            names = "--language",
            defaultValue = SessionDefaults.AUTO,
            paramLabel = "CODE",
            description = "Language of sessions that name none, or auto to detect it (default: ${DEFAULT-VALUE}).")
    private String language;

    @Option(
            names = "--slots",
            defaultValue = "4",
            paramLabel = "N",
            description = "Number of streams served at the same time, 1 to " + SlotPool.MAX_SLOTS
                    + " (default: ${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--calibrate",
            description = "Measure at startup, for some seconds, how many streams this machine can serve, and use the"
                    + " result in place of --slots.")
    private boolean calibrate;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Number of cores used for decoding (default: all cores).")
    private @Nullable Integer threads;

    @Option(
            names = "--max-decoders",
            defaultValue = "${env:AUDIOSTREAM_MAX_DECODERS}",
            paramLabel = "N",
            description = "Maximum number of decodes at the same time, which bounds the memory on a machine with many"
                    + " cores (default: $AUDIOSTREAM_MAX_DECODERS, or one for each of --threads). Recordings that wait"
                    + " for a live stream take one more.")
    private @Nullable Integer maxDecoders;

    @Mixin
    private ServerOptions server;

    @Mixin
    private AuthorizationOptions authorization;

    @Option(
            names = "--unary-timeout",
            defaultValue = "10m",
            paramLabel = "DURATION",
            description = "Longest time that a TranscribeAudio or HTTP call may wait or work (default:"
                    + " ${DEFAULT-VALUE}).")
    private Duration unaryTimeout;

    @Option(
            names = "--max-stream-age",
            defaultValue = "0s",
            paramLabel = "DURATION",
            description = "Maximum age of a live stream. An older stream ends with its finals and the chunk from which"
                    + " a new stream resumes; 0s means no limit (default: ${DEFAULT-VALUE}).")
    private Duration maxStreamAge;

    @Option(
            names = "--stream-idle-timeout",
            defaultValue = "1h",
            paramLabel = "DURATION",
            description =
                    "Idle timeout of the proxy in front of this server. A stream whose client sends no audio ends a"
                            + " tenth of it earlier, at most 30s, with its finals and the chunk from which a new stream resumes;"
                            + " 0s means no limit (default: ${DEFAULT-VALUE}).")
    private Duration streamIdleTimeout;

    @Option(
            names = "--drain-timeout",
            defaultValue = "30s",
            paramLabel = "DURATION",
            description = "Time that running streams get after SIGTERM (default: ${DEFAULT-VALUE}).")
    private Duration drainTimeout;

    @Option(
            names = "--envoy-admin",
            paramLabel = "ADDRESS",
            description = "Administration address of the Envoy in front of this server: HOST:PORT, or unix:PATH of a"
                    + " socket. On SIGTERM its listeners are drained, and /metrics contains its metrics.")
    private @Nullable String envoyAdmin;

    @Override
    public Integer call() throws Exception {
        var config = config();
        try (var _ = CacheUse.hold(config.model().path())) {
            return serve(new Transcriber(config));
        }
    }

    private int serve(Transcriber transcriber) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(transcriber), "drain"));
        try {
            transcriber.start();
            if (transcriber.loadModel()) {
                PrintWriter out = spec.commandLine().getOut();
                out.println("READY " + transcriber.address());
                out.flush();
            }
            transcriber.awaitEnd();
        } finally {
            transcriber.drain();
        }
        return CommandLine.ExitCode.OK;
    }

    /** Exits with 0 after a complete drain. The JVM's own exit code after a signal, 143, would look like a crash. */
    private static void stop(Transcriber transcriber) {
        if (transcriber.drain()) {
            Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
        }
    }

    private TranscriberConfig config() {
        int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        try {
            return new TranscriberConfig(
                    model.model(),
                    model.vad(),
                    ffmpeg(),
                    new Capacity(
                            slots,
                            authorization.slotsPerCaller(),
                            calibrate,
                            cores,
                            maxDecoders == null ? cores : maxDecoders),
                    new SessionDefaults(language, true, EndpointingConfig.DEFAULT),
                    server.grpc(),
                    server.api(),
                    server.http(),
                    new Limits(unaryTimeout, maxStreamAge, streamIdleTimeout, drainTimeout),
                    envoyAdmin(),
                    authorization.authorization());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<Path> ffmpeg() {
        if (ffmpeg == null || ffmpeg.toString().isEmpty()) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(ffmpeg) || !Files.isExecutable(ffmpeg)) {
            throw new IllegalArgumentException(
                    "--ffmpeg: there is no program %s; dev/ffmpeg builds it".formatted(ffmpeg));
        }
        return Optional.of(ffmpeg);
    }

    private Optional<EnvoyAdminClient> envoyAdmin() {
        try {
            return Optional.ofNullable(envoyAdmin).map(AdminAddress::new).map(EnvoyAdminClient::new);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--envoy-admin: " + e.getMessage(), e);
        }
    }
}
