package io.audiostream.transcriber;

import io.audiostream.transcriber.grpc.GrpcServerConfig;
import io.audiostream.transcriber.http.HttpServerConfig;
import io.audiostream.transcriber.session.SessionDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All that a transcriber is told.
 *
 * @param modelFile ggml file, or folder of a model for CTranslate2
 * @param modelName the name by which clients know the model
 * @param modelSha256 hexadecimal checksum that the file (of a folder, {@code model.bin}) must have, when it is to be
 *     checked
 * @param engine which engine runs the model
 * @param vad what tells speech from everything else
 * @param slots streams served at once
 * @param calibrate whether the slots are measured instead, once the model is loaded
 * @param cores decodes that may run at once
 * @param defaults what holds for sessions that do not say otherwise
 * @param unaryTimeout how long a call that answers once may take
 * @param maxStreamAge how old a live stream may become; zero: for ever
 * @param drainTimeout how long running streams may go on after the process was told to stop
 * @param envoyAdmin the administration of the Envoy that clients come through, if they do
 */
public record TranscriberConfig(
        Path modelFile,
        String modelName,
        Optional<String> modelSha256,
        EngineLoader engine,
        SpeechDetectorLoader vad,
        int slots,
        boolean calibrate,
        int cores,
        SessionDefaults defaults,
        GrpcServerConfig grpc,
        HttpServerConfig http,
        Duration unaryTimeout,
        Duration maxStreamAge,
        Duration drainTimeout,
        Optional<EnvoyAdminClient> envoyAdmin) {}
