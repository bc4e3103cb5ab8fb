package io.audiostream.client;

import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a service. The first call opens it; after a failure the next call opens it again. It carries any
 * number of concurrent streams. Thread-safe.
 */
public final class AudiostreamClient implements AutoCloseable {

    private final ManagedChannel channel;
    private final ConnectionOptions options;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(AudiostreamClient::thread);

    private AudiostreamClient(ManagedChannel channel, ConnectionOptions options) {
        this.channel = channel;
        this.options = options;
    }

    /**
     * Creates a client. It does not connect before the first call.
     *
     * @throws IOException if the trusted certificates cannot be read
     */
    public static AudiostreamClient connect(Endpoint endpoint, ConnectionOptions options) throws IOException {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                        endpoint.host(), endpoint.port(), credentials(options))
                .keepAliveTime(options.keepAliveInterval().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(options.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveWithoutCalls(options.keepAliveWithoutCalls())
                .maxInboundMessageSize(options.maxReceiveMessageSize())
                .build();
        return new AudiostreamClient(channel, options);
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "audiostream-reconnect");
        thread.setDaemon(true);
        return thread;
    }

    private static ChannelCredentials credentials(ConnectionOptions options) throws IOException {
        if (!options.tls()) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        if (options.trustedCertificates().isPresent()) {
            builder.trustManager(options.trustedCertificates().get().toFile());
        }
        return builder.build();
    }

    /**
     * Opens a live stream, which waits for its connection and resumes after it breaks. An unreachable service is
     * reported to the listener, not here.
     *
     * @param metadata describes the audio and configures the transcription; the default instance stands for WAV or 16
     *     kHz mono 16-bit PCM, with the service's defaults
     * @param listener receives every result, on a thread of this client
     */
    public AudioStream openStream(AudioMetadata metadata, TranscriptionListener listener) {
        var connector = new ChannelConnector(channel, timer, options.deadline());
        var call = new ResumableCall(metadata, listener, options.resume(), connector, new Random());
        call.open();
        return new AudioStream(call);
    }

    /**
     * Transcribes a recording. Blocks until the service has returned the whole text. Without a deadline in the options,
     * the call ends with {@code DEADLINE_EXCEEDED} after the length of the recording, and after 30 s at the earliest.
     *
     * @throws TranscriptionException if the service refuses the call, fails or cannot be reached
     */
    public TranscriptionResponse transcribe(AudioFile file) throws TranscriptionException {
        try {
            Duration deadline = options.deadline().orElseGet(() -> RecordingDeadline.of(file));
            return withDeadline(AudioStreamServiceGrpc.newBlockingStub(channel), Optional.of(deadline))
                    .transcribeAudio(file);
        } catch (StatusRuntimeException e) {
            throw TranscriptionException.of(e);
        }
    }

    private static <S extends AbstractStub<S>> S withDeadline(S stub, Optional<Duration> deadline) {
        return deadline.map(limit -> stub.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS))
                .orElse(stub);
    }

    /** Closes the connection and cancels all calls that still run over it. */
    @Override
    public void close() {
        timer.shutdownNow();
        channel.shutdownNow();
    }
}
