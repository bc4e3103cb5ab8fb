package io.audiostream.client;

import com.google.protobuf.ByteString;
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
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a service. The first call opens it; after a failure the next call opens it again. It carries any
 * number of concurrent streams. Thread-safe.
 */
public final class AudiostreamClient implements AutoCloseable {

    private static final Duration HEALTH_DEADLINE = Duration.ofSeconds(10);

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
     * @throws IOException if the trusted certificates cannot be read, or there are none in the file
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
            Path file = options.trustedCertificates().get();
            checkCertificates(file);
            builder.trustManager(file.toFile());
        }
        return builder.build();
    }

    /** gRPC would say that it finds no transport. */
    private static void checkCertificates(Path file) throws IOException {
        String problem = "'" + file + "' holds no certificate; name a file with certificate authorities in PEM";
        try (InputStream pem = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .isEmpty()) {
                throw new IOException(problem);
            }
        } catch (CertificateException e) {
            throw new IOException(problem + ": " + e.getMessage(), e);
        }
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
        var connector = new ChannelConnector(
                authenticated(AudioStreamServiceGrpc.newStub(channel)), channel, timer, options.deadline());
        var call = new ResumableCall(metadata, listener, options.resume(), connector, new Random());
        call.open();
        return new AudioStream(call, metadata);
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
            return authenticated(AudioStreamServiceGrpc.newBlockingStub(channel))
                    .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                    .transcribeAudio(file);
        } catch (StatusRuntimeException e) {
            throw TranscriptionException.of(e);
        }
    }

    /**
     * Transcribes published audio. Each subscriber opens a stream of its own, which subscribes to the audio, waits for
     * its connection and resumes like {@link #openStream}. Cancelling the subscription cancels the stream.
     *
     * <p>Back-pressure: the stream requests the next piece of audio when the service has room for it, and sends it on
     * the thread that publishes it. A result that the subscriber has not requested holds up the results after it and,
     * by flow control, the audio.
     *
     * @param audio pieces of audio, cut anywhere; if it fails, so do the results, with the same error
     * @return interims, finals and, if the metadata asks for them, speech events in order; it completes after the last
     *     final, and fails with a {@link TranscriptionException} if the stream does
     */
    public Flow.Publisher<TranscriptionResponse> transcribe(AudioMetadata metadata, Flow.Publisher<ByteString> audio) {
        return subscriber -> {
            var results = new ResultSubscription(subscriber);
            subscriber.onSubscribe(results);
            if (results.isEnded()) {
                return;
            }
            AudioStream stream = openStream(metadata, results);
            results.onCancel(stream::close);
            audio.subscribe(new AudioSubscriber(stream, results));
        };
    }

    /**
     * Asks the service whether it accepts calls. Its deadline is that of the options, else 10 s.
     *
     * @return false while the service loads its model or drains
     * @throws TranscriptionException if the service cannot be reached or does not answer this call
     */
    public boolean isServing() throws TranscriptionException {
        try {
            Duration deadline = options.deadline().orElse(HEALTH_DEADLINE);
            return authenticated(HealthGrpc.newBlockingStub(channel))
                            .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            throw TranscriptionException.of(e);
        }
    }

    private <S extends AbstractStub<S>> S authenticated(S stub) {
        return options.credentials()
                .map(credentials -> stub.withCallCredentials(new BearerCredentials(credentials)))
                .orElse(stub);
    }

    /** Closes the connection and cancels all calls that still run over it. */
    @Override
    public void close() {
        timer.shutdownNow();
        channel.shutdownNow();
    }
}
