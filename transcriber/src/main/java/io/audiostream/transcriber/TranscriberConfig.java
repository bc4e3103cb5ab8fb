package io.audiostream.transcriber;

import io.audiostream.transcriber.auth.AuthorizationConfig;
import io.audiostream.transcriber.envoy.EnvoyAdminClient;
import io.audiostream.transcriber.grpc.GrpcServerConfig;
import io.audiostream.transcriber.http.HttpServerConfig;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.SessionDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Configures a transcriber.
 *
 * @param vad loads the voice activity detector
 * @param ffmpeg the program that decodes compressed audio; empty to refuse compressed audio
 * @param defaults settings of sessions that the client leaves out
 * @param api the server of the HTTP API
 * @param http the server of probes and metrics
 * @param authorization who may call; empty if no Envoy asks
 */
public record TranscriberConfig(
        Model model,
        SpeechDetectorLoader vad,
        Optional<Path> ffmpeg,
        Capacity capacity,
        SessionDefaults defaults,
        GrpcServerConfig grpc,
        HttpServerConfig api,
        HttpServerConfig http,
        Limits limits,
        Optional<EnvoyAdminClient> envoyAdmin,
        Optional<AuthorizationConfig> authorization) {

    /**
     * The model and its engine.
     *
     * @param path a ggml file, or the folder of a CTranslate2 model
     * @param name name of the model in requests and responses
     * @param sha256 expected checksum of the file (of {@code model.bin} in a folder), 64 hexadecimal digits; empty to
     *     skip the check
     * @param engine loads the model
     */
    public record Model(Path path, String name, Optional<String> sha256, EngineLoader engine) {}

    /**
     * The number of sessions and of decodes.
     *
     * @param slots sessions served at the same time, 1 to {@value SlotPool#MAX_SLOTS}
     * @param slotsPerCaller sessions of one caller served at the same time, at least 1
     * @param calibrate whether to measure the number of slots after the model is loaded, in place of {@code slots}
     * @param cores cores that decodes share, at least 1
     * @param maxDecoders decodes that run at the same time, each of which holds memory, at least 1; never more than
     *     cores
     */
    public record Capacity(int slots, int slotsPerCaller, boolean calibrate, int cores, int maxDecoders) {

        public Capacity {
            require(
                    slots >= 1 && slots <= SlotPool.MAX_SLOTS,
                    "slots",
                    slots + " is out of range, 1 to " + SlotPool.MAX_SLOTS);
            require(cores >= 1, "threads", cores + " is out of range, at least 1");
            require(maxDecoders >= 1, "max-decoders", maxDecoders + " is out of range, at least 1");
        }
    }

    /**
     * Limits of time.
     *
     * @param unaryTimeout maximum duration of a unary call, above 0
     * @param maxStreamAge maximum age of a live stream; 0 means no limit
     * @param streamIdleTimeout time after which a proxy resets a stream without audio, which ends a little earlier; 0
     *     means no limit
     * @param drainTimeout time from SIGTERM until the last session ends
     */
    public record Limits(
            Duration unaryTimeout, Duration maxStreamAge, Duration streamIdleTimeout, Duration drainTimeout) {

        public Limits {
            require(unaryTimeout.isPositive(), "unary-timeout", "0s is too short, it must be above 0");
        }
    }

    /**
     * Checks a value that an option of the command line sets.
     *
     * @param option name of the option, without dashes
     * @throws IllegalArgumentException if the condition is false
     */
    private static void require(boolean condition, String option, String message) {
        if (!condition) {
            throw new IllegalArgumentException("--" + option + ": " + message);
        }
    }
}
