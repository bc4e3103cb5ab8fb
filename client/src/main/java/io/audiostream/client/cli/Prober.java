package io.audiostream.client.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import io.audiostream.client.AudioStream;
import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.Endpoint;
import io.audiostream.client.TranscriptionException;
import io.audiostream.client.TranscriptionListener;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Measures a service by a few calls: without work, and with a short recording. */
final class Prober {

    private static final int CALLS = 5;
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int CHUNK_BYTES = 3_200;
    private static final String RECORDING = "probe.pcm";

    private final AudiostreamClient client;
    private final Ticker ticker;

    Prober(AudiostreamClient client, Ticker ticker) {
        this.client = client;
        this.ticker = ticker;
    }

    ProbeReport probe(Endpoint endpoint, boolean withSpeech)
            throws IOException, TranscriptionException, InterruptedException {
        // The first call also loads the code of gRPC, so its time says little about the network.
        boolean serving = client.isServing();
        long[] times = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long begin = ticker.nanoTime();
            client.isServing();
            times[i] = ticker.nanoTime() - begin;
        }
        long median = LongStream.of(times).sorted().toArray()[CALLS / 2];
        return new ProbeReport(
                endpoint.toString(),
                serving,
                connectTime(endpoint),
                Duration.ofNanos(median),
                withSpeech && serving ? Optional.of(speech()) : Optional.empty());
    }

    private Duration connectTime(Endpoint endpoint) throws IOException {
        try (var socket = new Socket()) {
            var address = new InetSocketAddress(endpoint.host(), endpoint.port());
            long start = ticker.nanoTime();
            socket.connect(address, CONNECT_TIMEOUT_MILLIS);
            return Duration.ofNanos(ticker.nanoTime() - start);
        }
    }

    private ProbeReport.Speech speech() throws TranscriptionException, InterruptedException {
        byte[] recording = recording();
        AudioTiming timing = AudioTiming.of(AudioMetadata.getDefaultInstance());
        var results = new Results();
        try (AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), results)) {
            long start = ticker.nanoTime();
            var pacer = new Pacer(ticker);
            for (int at = 0; at < recording.length; at += CHUNK_BYTES) {
                int end = Math.min(recording.length, at + CHUNK_BYTES);
                pacer.awaitPosition(timing.position(end));
                stream.send(ByteString.copyFrom(recording, at, end - at));
            }
            stream.finish();
            long spoken = ticker.nanoTime();
            stream.awaitEnd();
            return results.speech(start, spoken);
        }
    }

    private static byte[] recording() {
        try (InputStream in = Objects.requireNonNull(Prober.class.getResourceAsStream(RECORDING))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the recording in the jar cannot be read", e);
        }
    }

    private final class Results implements TranscriptionListener {

        private final StringBuilder text = new StringBuilder();

        @GuardedBy("this")
        private @Nullable Long firstInterim;

        @GuardedBy("this")
        private TranscriptionResponse last = TranscriptionResponse.getDefaultInstance();

        @GuardedBy("this")
        private long end;

        @Override
        public synchronized void onInterim(TranscriptionResponse interim) {
            if (firstInterim == null && !interim.getText().isEmpty()) {
                firstInterim = ticker.nanoTime();
            }
        }

        @Override
        public synchronized void onFinal(TranscriptionResponse result) {
            text.append(text.isEmpty() ? "" : " ").append(result.getText());
            last = result;
        }

        @Override
        public synchronized void onEnd() {
            end = ticker.nanoTime();
        }

        synchronized ProbeReport.Speech speech(long start, long spoken) {
            return new ProbeReport.Speech(
                    last.getMetadata().getModel(),
                    last.getMetadata().getLanguage(),
                    text.toString(),
                    firstInterim == null ? null : Duration.ofNanos(firstInterim - start),
                    Duration.ofNanos(Math.max(0, end - spoken)));
        }
    }
}
