package io.audiostream.transcriber;

import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.grpc.GrpcServerConfig;
import io.audiostream.transcriber.http.HttpServerConfig;
import io.audiostream.transcriber.session.SessionDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves one model until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves a model over gRPC and HTTP. SIGTERM drains: running streams get their finals.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model-file",
            required = true,
            paramLabel = "PATH",
            description = "ggml file of the model, or its folder in faster-whisper's format")
    private Path modelFile;

    @Option(
            names = "--model-name",
            paramLabel = "NAME",
            description = "name in responses; the file's or folder's, without 'ggml-' and '.bin', when left out")
    private @Nullable String modelName;

    @Option(
            names = "--model-sha256",
            paramLabel = "HEX",
            description = "checksum that the file must have; not checked when left out")
    private @Nullable String modelSha256;

    @Option(
            names = "--engine",
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "auto, whisper.cpp or ctranslate2; auto takes the one that reads the model's format")
    private EngineLoader.Choice engine;

    @Option(
            names = "--ct2-library",
            defaultValue = "${env:AUDIOSTREAM_CT2}",
            paramLabel = "DIR",
            description = "folder of the CTranslate2 engine's library")
    private @Nullable Path ct2Library;

    @Option(
            names = "--vad",
            defaultValue = "auto",
            paramLabel = "NAME",
            description =
                    "what tells speech from everything else: auto, silero or energy; auto takes silero when its folder is"
                            + " given")
    private SpeechDetectorLoader.Choice vad;

    @Option(
            names = "--silero",
            defaultValue = "${env:AUDIOSTREAM_SILERO}",
            paramLabel = "DIR",
            description = "folder of Silero VAD, which dev/vad makes")
    private @Nullable Path sileroFolder;

    @Option(names = "--language", defaultValue = "auto", paramLabel = "CODE", description = "language, or auto")
    private String language;

    @Option(names = "--slots", defaultValue = "4", paramLabel = "N", description = "streams served at once, 1 to 256")
    private int slots;

    @Option(
            names = "--calibrate",
            description =
                    "measure at the start, for some seconds, how many streams this machine keeps up with, and take that"
                            + " for --slots")
    private boolean calibrate;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "cores to decode with; all that there are when left out")
    private @Nullable Integer threads;

    @Option(names = "--host", defaultValue = "0.0.0.0", paramLabel = "ADDR", description = "address for gRPC")
    private String host;

    @Option(names = "--grpc-port", defaultValue = "50051", paramLabel = "PORT", description = "port for gRPC")
    private int grpcPort;

    @Option(names = "--http-host", defaultValue = "0.0.0.0", paramLabel = "ADDR", description = "address for HTTP")
    private String httpHost;

    @Option(names = "--http-port", defaultValue = "8001", paramLabel = "PORT", description = "port for HTTP")
    private int httpPort;

    @Option(
            names = "--max-receive-message-size",
            defaultValue = "52428800",
            paramLabel = "BYTES",
            description = "largest message or upload that is taken")
    private int maxReceiveMessageSize;

    @Option(
            names = "--max-send-message-size",
            defaultValue = "52428800",
            paramLabel = "BYTES",
            description = "largest message that is sent")
    private int maxSendMessageSize;

    @Option(
            names = "--keep-alive-interval",
            defaultValue = "10s",
            paramLabel = "D",
            description = "idle time after which a client is pinged")
    private Duration keepAliveInterval;

    @Option(
            names = "--keep-alive-timeout",
            defaultValue = "5s",
            paramLabel = "D",
            description = "how long the answer to a ping may take")
    private Duration keepAliveTimeout;

    @Option(
            names = "--keep-alive-without-calls",
            defaultValue = "true",
            arity = "1",
            paramLabel = "BOOL",
            description = "whether clients without a call may ping")
    private boolean keepAliveWithoutCalls;

    @Option(
            names = "--unary-timeout",
            defaultValue = "30s",
            paramLabel = "D",
            description = "how long a TranscribeAudio or HTTP call may take")
    private Duration unaryTimeout;

    @Option(
            names = "--max-stream-age",
            defaultValue = "0s",
            paramLabel = "D",
            description =
                    "how old a live stream may become before it is ended with its finals and the chunk to go on from"
                            + " in a new one; 0s: for ever")
    private Duration maxStreamAge;

    @Option(
            names = "--drain-timeout",
            defaultValue = "30s",
            paramLabel = "D",
            description = "how long running streams may go on after SIGTERM")
    private Duration drainTimeout;

    @Option(
            names = "--envoy-admin",
            paramLabel = "HOST:PORT",
            description =
                    "administration of the Envoy that clients come through; told on SIGTERM to send them elsewhere")
    private @Nullable String envoyAdmin;

    @Override
    public Integer call() throws Exception {
        TranscriberConfig config = config();
        var transcriber = new Transcriber(config);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(transcriber), "drain"));
        try {
            transcriber.start();
            transcriber.loadModel();
            transcriber.awaitEnd();
        } finally {
            transcriber.drain();
        }
        return CommandLine.ExitCode.OK;
    }

    /** After a signal Java's own exit code is 143, which looks like a crash; what was stopped in order ends with 0. */
    private static void stop(Transcriber transcriber) {
        if (transcriber.drain()) {
            Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
        }
    }

    private TranscriberConfig config() {
        check(Files.exists(modelFile), "--model-file: there is no file " + modelFile);
        check(
                ct2Library == null || Files.isDirectory(ct2Library),
                "--ct2-library: there is no folder " + ct2Library + "; dev/native makes it");
        check(
                sileroFolder == null || Files.isDirectory(sileroFolder),
                "--silero: there is no folder " + sileroFolder + "; dev/vad makes it");
        check(
                vad != SpeechDetectorLoader.Choice.SILERO || sileroFolder != null,
                "--vad: silero needs its folder: name it with --silero or AUDIOSTREAM_SILERO; dev/vad makes it");
        check(slots >= 1 && slots <= 256, "--slots: " + slots + " is out of range, 1 to 256");
        int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        check(cores >= 1, "--threads: " + cores + " is out of range, at least 1");
        check(grpcPort >= 0 && grpcPort <= 65_535, "--grpc-port: " + grpcPort + " is out of range, 0 to 65535");
        check(httpPort >= 0 && httpPort <= 65_535, "--http-port: " + httpPort + " is out of range, 0 to 65535");
        check(maxReceiveMessageSize > 0, "--max-receive-message-size: " + maxReceiveMessageSize + " is not above 0");
        check(maxSendMessageSize > 0, "--max-send-message-size: " + maxSendMessageSize + " is not above 0");
        check(
                keepAliveInterval.toMillis() >= 1_000,
                "--keep-alive-interval: " + keepAliveInterval.toMillis() + "ms is too short, at least 1s");
        check(!keepAliveTimeout.isZero(), "--keep-alive-timeout: 0s is too short, it must be above 0");
        check(!unaryTimeout.isZero(), "--unary-timeout: 0s is too short, it must be above 0");
        check(
                modelSha256 == null || modelSha256.matches("[0-9a-fA-F]{64}"),
                "--model-sha256: '" + modelSha256 + "' is not 64 hexadecimal digits");
        check(
                envoyAdmin == null || envoyAdmin.matches("[^:/?#\\s]+:[0-9]{1,5}"),
                "--envoy-admin: '" + envoyAdmin + "' is not HOST:PORT, such as 127.0.0.1:9901");
        return new TranscriberConfig(
                modelFile,
                modelName == null ? nameOf(modelFile) : modelName,
                Optional.ofNullable(modelSha256),
                new EngineLoader(engine, Optional.ofNullable(ct2Library)),
                new SpeechDetectorLoader(vad, Optional.ofNullable(sileroFolder)),
                slots,
                calibrate,
                cores,
                new SessionDefaults(language, true, EndpointingConfig.DEFAULT),
                new GrpcServerConfig(
                        host,
                        grpcPort,
                        maxReceiveMessageSize,
                        maxSendMessageSize,
                        keepAliveInterval,
                        keepAliveTimeout,
                        keepAliveWithoutCalls),
                new HttpServerConfig(httpHost, httpPort, maxReceiveMessageSize),
                unaryTimeout,
                maxStreamAge,
                drainTimeout,
                Optional.ofNullable(envoyAdmin).map(EnvoyAdminClient::new));
    }

    private void check(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("^ggml-", "").replaceFirst("\\.bin$", "");
    }
}
