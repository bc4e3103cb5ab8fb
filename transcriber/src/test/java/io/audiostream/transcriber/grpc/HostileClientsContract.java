package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;
import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.Speech;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Behaviour towards clients that misbehave: the call ends with a documented status, its slot is freed, and the next
 * client is served.
 */
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileClientsContract {

    /** Every 100th round sends enough noise for a decode, which takes much longer than the rest of a round. */
    private static final int ROUNDS_PER_LOUD_ROUND = 100;

    private static final Set<Code> DOCUMENTED =
            EnumSet.of(Code.OK, Code.INVALID_ARGUMENT, Code.NOT_FOUND, Code.RESOURCE_EXHAUSTED);

    private RealServer server;

    abstract RealServer start() throws IOException;

    @BeforeAll
    void open() throws IOException {
        server = start();
    }

    @AfterAll
    void close() throws InterruptedException {
        server.close();
    }

    @AfterEach
    void servesNextClient() {
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        stream.onNext(audio(ByteString.copyFrom(Speech.file("en_counting"))));
        stream.onCompleted();
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals().stream()
                        .map(TranscriptionResponse::getText)
                        .toList()
                        .toString())
                .containsPattern("(?i)seven|7");
    }

    /** Sends 100,000 chunks of random bytes, sizes, numbers and metadata in 2,000 streams. */
    @Test
    void endsRandomStreamsWithDocumentedStatus() {
        // given
        var random = new Random(20261123);

        // when / then
        for (int round = 0; round < 500; round++) {
            List<ResponseRecorder> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                var responses = new ResponseRecorder();
                StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
                for (int chunk = 0; chunk < 50; chunk++) {
                    stream.onNext(randomChunk(random, chunk, round % ROUNDS_PER_LOUD_ROUND == 0));
                }
                stream.onCompleted();
                all.add(responses);
            }
            for (ResponseRecorder responses : all) {
                Status status = responses.status(ENGINE_TIMEOUT);
                assertThat(status.getCode()).as("round %d: %s", round, status).isIn(DOCUMENTED);
                if (!status.isOk()) {
                    assertThat(status.getDescription()).isNotBlank();
                }
            }
        }
    }

    private static AudioChunk randomChunk(Random random, int number, boolean loud) {
        byte[] bytes = new byte[random.nextInt(loud ? 2_000 : 50)];
        random.nextBytes(bytes);
        for (int i = 0; loud && i < bytes.length; i++) {
            bytes[i] /= 2; // noise of full scale would be refused as compressed data
        }
        AudioChunk.Builder chunk = AudioChunk.newBuilder().setAudioData(ByteString.copyFrom(bytes));
        if (number == 0 || random.nextInt(200) == 0) {
            chunk.setMetadata(AudioMetadata.newBuilder()
                    .setEncodingValue(random.nextInt(6) - 1)
                    .setSampleRateHertz(random.nextInt(3) == 0 ? random.nextInt() : 16_000)
                    .setChannels(random.nextInt(3))
                    .setPrompt(Integer.toString(random.nextInt(), 36)));
        }
        if (random.nextInt(100) == 0) {
            chunk.setChunkIndex(random.nextInt());
        }
        return chunk.setFlush(random.nextInt(50) == 0).build();
    }

    @Test
    void freesResourcesOfTenThousandCancelledStreams() {
        // given
        AudioChunk speech = audio(ByteString.copyFrom(Speech.file("jfk"), 0, 40_000));
        int threads = Thread.activeCount();

        // when
        for (int i = 0; i < 10_000; i++) {
            ClientCall<AudioChunk, TranscriptionResponse> call = call();
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.request(1);
            if (i % 3 > 0) {
                call.sendMessage(speech);
            }
            call.cancel("cancelled by the test", null);
        }

        // then
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        await().untilAsserted(() -> assertThat(Thread.activeCount()).isLessThan(threads + 20));
    }

    @Test
    void servesOthersBesideClientThatNeverReads() {
        // given
        ClientCall<AudioChunk, TranscriptionResponse> silent = call();
        silent.start(new ClientCall.Listener<>() {}, new Metadata());
        for (int i = 0; i < 50; i++) {
            silent.sendMessage(audio(ByteString.copyFrom(Speech.file("jfk"), 44, 320_000)));
        }
        await().until(() -> server.slots.inUse() == 1);

        // when / then
        assertOtherClientIsServed();
        silent.cancel("cancelled by the test", null);
    }

    @Test
    void givesNoSlotToClientThatNeverSends() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when / then
        assertOtherClientIsServed();
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        stream.onCompleted();
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void separatesStreamsWithSameSessionId() {
        // given
        List<ResponseRecorder> both = List.of(new ResponseRecorder(), new ResponseRecorder());
        List<StreamObserver<AudioChunk>> streams = both.stream()
                .map(responses -> server.async().streamAudio(responses))
                .toList();

        // when
        for (StreamObserver<AudioChunk> stream : streams) {
            stream.onNext(audio(ByteString.copyFrom(Speech.file("jfk"))).toBuilder()
                    .setSessionId("one")
                    .build());
        }
        streams.forEach(StreamObserver::onCompleted);

        // then
        for (ResponseRecorder responses : both) {
            assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
            assertThat(responses.finals())
                    .isNotEmpty()
                    .allMatch(response -> response.getSessionId().equals("one"));
        }
    }

    @Test
    void refusesNotANumber() {
        // given
        ByteString nan = ByteString.copyFrom(new byte[] {0, 0, (byte) 0xc0, 0x7f});
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(AudioMetadata.newBuilder().setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE))
                .setAudioData(ByteString.copyFrom(new byte[400]).concat(nan))
                .build());

        // then
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(responses.failure().getStatus().getDescription()).contains("NaN");
    }

    static List<Arguments> invalidStreams() {
        AudioChunk sound = audio(ByteString.copyFrom(Speech.file("jfk"), 44, 32_000));
        AudioMetadata.Builder floats = AudioMetadata.newBuilder().setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE);
        ByteString infinite = ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 0x7f});
        return List.of(
                invalid("no chunk at all", "audio_data", List.of()),
                invalid("an empty chunk", "audio_data", List.of(AudioChunk.getDefaultInstance())),
                invalid("one byte", "audio_data", List.of(audio(ByteString.copyFrom(new byte[1])))),
                invalid("an error page", "HTML", List.of(audio(ByteString.copyFromUtf8("<html>502 Bad Gateway")))),
                invalid(
                        "infinity",
                        "Infinity",
                        List.of(audio(infinite).toBuilder().setMetadata(floats).build())),
                invalid(
                        "an unsupported sample rate",
                        "sample_rate_hertz",
                        List.of(sound.toBuilder()
                                .setMetadata(AudioMetadata.newBuilder().setSampleRateHertz(5))
                                .build())),
                invalid("a gap", "chunk_index", List.of(numbered(sound, 1), numbered(sound, 3))),
                invalid(
                        "a number after chunks without numbers",
                        "chunk_index",
                        List.of(sound, sound, numbered(sound, 1))),
                invalid(
                        "metadata with another encoding",
                        "metadata.encoding",
                        List.of(sound, sound.toBuilder().setMetadata(floats).build())),
                invalid(
                        "a changed session id",
                        "session_id",
                        List.of(
                                sound.toBuilder().setSessionId("one").build(),
                                sound.toBuilder().setSessionId("two").build())));
    }

    private static Arguments invalid(String name, String message, List<AudioChunk> chunks) {
        return Arguments.argumentSet(name, message, chunks);
    }

    private static AudioChunk numbered(AudioChunk chunk, int index) {
        return chunk.toBuilder().setChunkIndex(index).build();
    }

    @ParameterizedTest
    @MethodSource("invalidStreams")
    void refusesInvalidStreamWithMessage(String message, List<AudioChunk> chunks) {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        chunks.forEach(stream::onNext);
        stream.onCompleted();

        // then
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(responses.failure().getStatus().getDescription()).contains(message);
    }

    @Test
    void ignoresRepeatedChunk() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        ByteString pcm = ByteString.copyFrom(Speech.file("en_counting")).substring(44);
        int half = pcm.size() / 4 * 2;

        // when
        stream.onNext(numbered(audio(pcm.substring(0, half)), 1));
        stream.onNext(numbered(audio(pcm.substring(0, half)), 1));
        stream.onNext(numbered(audio(pcm.substring(half)), 2));
        stream.onCompleted();

        // then
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals().getLast().getMetadata().getAudioReceived().getSeconds())
                .isEqualTo(pcm.size() / 32_000);
    }

    /** How a client ends a call whose result it does not wait for. */
    enum Ending {
        CANCELLED,
        DEADLINE,
        DISCONNECTED
    }

    /** Repeats the call, with a longer deadline, if its decode completed or had not started before the call ended. */
    @ParameterizedTest
    @EnumSource
    void cancelsDecodeWhenCallEnds(Ending ending) {
        // given
        int cancelled = server.engine.cancelledCount();

        // when
        for (int attempt = 0; server.engine.cancelledCount() == cancelled && attempt < 10; attempt++) {
            endWhileDecoding(ending, Duration.ofSeconds(Math.min(64, 1 << attempt)));
            await().until(() -> server.engine.running() == 0);
        }

        // then
        assertThat(server.engine.cancelledCount()).isGreaterThan(cancelled);
    }

    private void endWhileDecoding(Ending ending, Duration deadline) {
        ManagedChannel channel = server.newChannel();
        try {
            var stub = AudioStreamServiceGrpc.newStub(channel);
            var responses = new ResponseRecorder();
            StreamObserver<AudioChunk> upload =
                    (ending == Ending.DEADLINE ? stub.withDeadlineAfter(deadline) : stub).uploadAudio(responses);
            // More audio than the engine decodes before the deadline.
            ByteString speech = ByteString.copyFrom(Speech.file("jfk")).substring(44);
            for (int i = 0; i < 20; i++) {
                upload.onNext(audio(speech));
            }
            switch (ending) {
                case CANCELLED -> {
                    awaitDecoding();
                    upload.onError(Status.CANCELLED.asException());
                }
                case DISCONNECTED -> {
                    awaitDecoding();
                    channel.shutdownNow();
                }
                case DEADLINE -> {}
            }

            assertThat(responses.status(ENGINE_TIMEOUT).getCode())
                    .isIn(Code.CANCELLED, Code.DEADLINE_EXCEEDED, Code.UNAVAILABLE);
            await().until(() -> server.slots.inUse() == 0);
        } finally {
            channel.shutdownNow();
        }
    }

    private void awaitDecoding() {
        await().pollInterval(Duration.ofMillis(5)).until(() -> server.engine.running() > 0);
    }

    /** The chunks split samples: decoding from the wrong byte would yield noise. */
    @ParameterizedTest
    @ValueSource(ints = {333, 3_200})
    void losesNoWordWhenClientResumes(int chunkBytes) {
        // given
        ByteString pcm = ByteString.copyFrom(Speech.file("jfk")).substring(44);
        List<AudioChunk> chunks = new ArrayList<>();
        for (int from = 0; from < pcm.size(); from += chunkBytes) {
            chunks.add(numbered(audio(pcm.substring(from, Math.min(pcm.size(), from + chunkBytes))), chunks.size()));
        }
        var before = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(before);
        chunks.subList(0, chunks.size() * 2 / 3).forEach(stream::onNext);
        await().until(() -> !before.all().isEmpty());

        // when
        server.sessions.drainAll();
        assertThat(before.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.UNAVAILABLE);
        var after = new ResponseRecorder();
        StreamObserver<AudioChunk> next = server.async().streamAudio(after);
        chunks.subList(ResumePoint.chunk(before.failure()), chunks.size()).forEach(next::onNext);
        next.onCompleted();

        // then
        assertThat(after.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        String text = Stream.of(before, after)
                .flatMap(responses -> responses.finals().stream())
                .map(TranscriptionResponse::getText)
                .collect(Collectors.joining(" "));
        assertThat(WordErrors.count(
                        "And so my fellow Americans ask not what your country can do for you"
                                + " ask what you can do for your country",
                        text))
                .as(text)
                .isLessThanOrEqualTo(3);
    }

    private void assertOtherClientIsServed() {
        var other = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(other);
        stream.onNext(audio(ByteString.copyFrom(Speech.file("en_counting"))));
        stream.onCompleted();
        assertThat(other.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(other.finals()).isNotEmpty();
    }

    final ClientCall<AudioChunk, TranscriptionResponse> call() {
        return server.channel.newCall(AudioStreamServiceGrpc.getStreamAudioMethod(), CallOptions.DEFAULT);
    }

    static AudioChunk audio(ByteString bytes) {
        return AudioChunk.newBuilder().setAudioData(bytes).build();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(ENGINE_TIMEOUT);
    }
}
