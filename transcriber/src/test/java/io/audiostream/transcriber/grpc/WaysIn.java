package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.Endpointing;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.http.HttpServer;
import io.audiostream.transcriber.http.HttpServerConfig;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.TestAudio;
import io.audiostream.transcriber.session.TestTimeouts;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sends inputs to a server by each of its RPCs and over HTTP, each input once. Not thread-safe. */
final class WaysIn implements AutoCloseable {

    /** How a recording reaches the server. */
    enum Way {
        LIVE,
        UNARY,
        UPLOAD,
        HTTP
    }

    private record Sent(WordsInput input, Way way) {}

    private final RealServer server;
    private final HttpServer http;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<Sent, String> texts = new HashMap<>();
    private final Map<WordsInput, ResponseRecorder> live = new HashMap<>();

    /**
     * Starts HTTP beside gRPC and streams the inputs.
     *
     * @param interimInterval audio between two interims
     */
    WaysIn(RealServer server, List<WordsInput> inputs, Function<WordsInput, Duration> interimInterval)
            throws IOException {
        this.server = server;
        http = HttpServer.api(
                new HttpServerConfig("127.0.0.1", 0, 50 << 20),
                server.sessions,
                new ReceiveRate(timer),
                new UnaryTimeout(timer, ENGINE_TIMEOUT),
                TestTimeouts.unlimitedStreams(timer));
        http.start();
        List<ResponseRecorder> responses = PacedStreams.run(
                server,
                inputs.stream()
                        .map(input -> new PacedStreams.Request(
                                input.recording().pcm(), liveMetadata(input, interimInterval.apply(input))))
                        .toList());
        for (int i = 0; i < inputs.size(); i++) {
            live.put(inputs.get(i), responses.get(i));
        }
    }

    private static AudioMetadata liveMetadata(WordsInput input, Duration interimInterval) {
        AudioMetadata.Builder metadata = input.recording().metadata().toBuilder()
                .setInterimInterval(Durations.fromMillis(interimInterval.toMillis()));
        if (input.maxSegment().isPositive()) {
            metadata.setEndpointing(Endpointing.newBuilder()
                    .setMaxSegment(Durations.fromMillis(input.maxSegment().toMillis())));
        }
        return metadata.build();
    }

    /** Returns the responses to the live stream of an input. */
    ResponseRecorder live(WordsInput input) {
        return live.get(input);
    }

    /** Returns the text of an input, from all its finals. */
    String text(WordsInput input, Way way) {
        return texts.computeIfAbsent(new Sent(input, way), sent -> switch (way) {
            case LIVE -> join(live(input).finals());
            case UNARY -> blocking().transcribeAudio(file(input)).getText();
            case UPLOAD -> upload(input);
            case HTTP -> post(input);
        });
    }

    /** Returns the segments of an input that is sent in one message. */
    List<TranscriptionResponse> segments(WordsInput input) {
        List<TranscriptionResponse> segments = new ArrayList<>();
        blocking().streamTranscriptions(file(input)).forEachRemaining(segments::add);
        return segments;
    }

    private AudioStreamServiceGrpc.AudioStreamServiceBlockingStub blocking() {
        return AudioStreamServiceGrpc.newBlockingStub(server.channel).withDeadlineAfter(ENGINE_TIMEOUT);
    }

    private static AudioFile file(WordsInput input) {
        return AudioFile.newBuilder()
                .setAudioData(input.recording().pcm())
                .setMetadata(input.recording().metadata())
                .build();
    }

    /** Sends a second of audio in each chunk. */
    private String upload(WordsInput input) {
        ByteString pcm = input.recording().pcm();
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().uploadAudio(responses);
        for (int from = 0; from < pcm.size(); from += Recording.BYTES_PER_SECOND) {
            stream.onNext(AudioChunk.newBuilder()
                    .setAudioData(pcm.substring(from, Math.min(from + Recording.BYTES_PER_SECOND, pcm.size())))
                    .setMetadata(input.recording().metadata())
                    .build());
        }
        stream.onCompleted();
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        return join(responses.all());
    }

    private String post(WordsInput input) {
        var body = new ByteArrayOutputStream();
        Recording recording = input.recording();
        body.writeBytes(ascii(field("language", recording.language())
                + field("response_format", "text")
                + field("separate_channels", recording.channels() > 1)
                + "--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"speech\"\r\n\r\n"));
        ByteString audio =
                recording.channels() > 1 ? TestAudio.wav(recording.channels(), recording.pcm()) : recording.pcm();
        body.writeBytes(audio.toByteArray());
        body.writeBytes(ascii("\r\n--XYZ--\r\n"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.port() + "/v1/audio/transcriptions"))
                .header("Content-Type", "multipart/form-data; boundary=XYZ")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String field(String name, Object value) {
        return "--XYZ\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String join(List<TranscriptionResponse> responses) {
        return responses.stream()
                .map(TranscriptionResponse::getText)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        client.close();
        http.stop();
        timer.shutdownNow();
    }
}
