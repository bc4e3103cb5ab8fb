package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever clients do: the call ends as it should, the slot is free, and the next one is served as ever. */
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileClientsContract {

    /** Each so many rounds there is enough noise to be decoded: a decode takes longer than all else here. */
    private static final int LOUD_ROUNDS = 100;

    static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Set<Code> PROPER =
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
    void theNextOneIsServed() {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        stream.onNext(audio(ByteString.copyFrom(Speech.file("en_counting"))));
        stream.onCompleted();
        assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(answers.finals().stream()
                        .map(TranscriptionResponse::getText)
                        .toList()
                        .toString())
                .containsPattern("(?i)seven|7");
    }

    /** 100,000 chunks of random bytes, sizes, numbers and metadata in 2,000 streams. */
    @Test
    void randomBytesEndInAProperStatus() {
        var dice = new Random(20261123);
        for (int round = 0; round < 500; round++) {
            List<Answers> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                var answers = new Answers();
                StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
                for (int chunk = 0; chunk < 50; chunk++) {
                    stream.onNext(randomChunk(dice, chunk, round % LOUD_ROUNDS == 0));
                }
                stream.onCompleted();
                all.add(answers);
            }
            for (Answers answers : all) {
                Status status = answers.status(TIMEOUT);
                assertThat(status.getCode()).as("round %d: %s", round, status).isIn(PROPER);
                if (!status.isOk()) {
                    assertThat(status.getDescription()).isNotBlank();
                }
            }
        }
    }

    private static AudioChunk randomChunk(Random dice, int number, boolean loud) {
        byte[] bytes = new byte[dice.nextInt(loud ? 2_000 : 50)];
        dice.nextBytes(bytes);
        AudioChunk.Builder chunk = AudioChunk.newBuilder().setAudioData(ByteString.copyFrom(bytes));
        if (number == 0 || dice.nextInt(200) == 0) {
            chunk.setMetadata(AudioMetadata.newBuilder()
                    .setEncodingValue(dice.nextInt(6) - 1)
                    .setSampleRateHertz(dice.nextInt(3) == 0 ? dice.nextInt() : 16_000)
                    .setChannels(dice.nextInt(3))
                    .setPrompt(Integer.toString(dice.nextInt(), 36)));
        }
        if (dice.nextInt(100) == 0) {
            chunk.setChunkIndex(dice.nextInt());
        }
        return chunk.setFlush(dice.nextInt(50) == 0).build();
    }

    @Test
    void tenThousandStreamsThatAreCancelledLeaveNothingBehind() {
        AudioChunk speech = audio(ByteString.copyFrom(Speech.file("jfk"), 0, 40_000));
        int threads = Thread.activeCount();
        for (int i = 0; i < 10_000; i++) {
            ClientCall<AudioChunk, TranscriptionResponse> call = call();
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.request(1);
            if (i % 3 > 0) {
                call.sendMessage(speech);
            }
            call.cancel("changed my mind", null);
        }

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        await().untilAsserted(() -> assertThat(Thread.activeCount()).isLessThan(threads + 20));
    }

    @Test
    void aClientThatNeverReadsHoldsNobodyUp() {
        ClientCall<AudioChunk, TranscriptionResponse> silent = call();
        silent.start(new ClientCall.Listener<>() {}, new Metadata());
        for (int i = 0; i < 50; i++) {
            silent.sendMessage(audio(ByteString.copyFrom(Speech.file("jfk"), 44, 320_000)));
        }
        await().until(() -> server.slots.inUse() == 1);
        theOtherIsServed();

        silent.cancel("enough", null);
    }

    @Test
    void aClientThatNeverSendsTakesNoSlot() {
        var never = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(never);
        theOtherIsServed();
        assertThat(server.slots.inUse()).isZero();

        stream.onCompleted();
        assertThat(never.status(TIMEOUT).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void twoStreamsOfOneNameAreTwo() {
        List<Answers> both = List.of(new Answers(), new Answers());
        List<StreamObserver<AudioChunk>> streams = both.stream()
                .map(answers -> server.async().streamAudio(answers))
                .toList();
        for (StreamObserver<AudioChunk> stream : streams) {
            stream.onNext(audio(ByteString.copyFrom(Speech.file("jfk"))).toBuilder()
                    .setSessionId("one")
                    .build());
        }
        streams.forEach(StreamObserver::onCompleted);

        for (Answers answers : both) {
            assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.OK);
            assertThat(answers.finals())
                    .isNotEmpty()
                    .allMatch(response -> response.getSessionId().equals("one"));
        }
    }

    @Test
    void floatsThatAreNoNumbersAreRefusedByTheirPlace() {
        ByteString nan = ByteString.copyFrom(new byte[] {0, 0, (byte) 0xc0, 0x7f});
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(AudioMetadata.newBuilder().setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE))
                .setAudioData(ByteString.copyFrom(new byte[400]).concat(nan))
                .build());

        assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(answers.failure().getStatus().getDescription()).contains("NaN");
    }

    static List<Arguments> badStreams() {
        AudioChunk sound = audio(ByteString.copyFrom(Speech.file("jfk"), 44, 32_000));
        AudioMetadata.Builder floats = AudioMetadata.newBuilder().setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE);
        ByteString infinite = ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 0x7f});
        return List.of(
                bad("no chunk at all", "audio_data", List.of()),
                bad("an empty chunk", "audio_data", List.of(AudioChunk.getDefaultInstance())),
                bad("one byte", "audio_data", List.of(audio(ByteString.copyFrom(new byte[1])))),
                bad(
                        "an odd number of bytes",
                        "middle of a sample",
                        List.of(audio(ByteString.copyFrom(new byte[3_201])))),
                bad(
                        "infinity",
                        "Infinity",
                        List.of(audio(infinite).toBuilder().setMetadata(floats).build())),
                bad(
                        "a rate that nothing has",
                        "sample_rate_hertz",
                        List.of(sound.toBuilder()
                                .setMetadata(AudioMetadata.newBuilder().setSampleRateHertz(5))
                                .build())),
                bad("a gap", "chunk_index", List.of(numbered(sound, 1), numbered(sound, 3))),
                bad("a number after chunks without", "chunk_index", List.of(sound, sound, numbered(sound, 1))),
                bad(
                        "other metadata than before",
                        "metadata",
                        List.of(
                                sound,
                                sound.toBuilder()
                                        .setMetadata(AudioMetadata.newBuilder().setLanguage("de"))
                                        .build())),
                bad(
                        "another name than before",
                        "session_id",
                        List.of(
                                sound.toBuilder().setSessionId("one").build(),
                                sound.toBuilder().setSessionId("two").build())));
    }

    private static Arguments bad(String name, String said, List<AudioChunk> chunks) {
        return Arguments.argumentSet(name, said, chunks);
    }

    private static AudioChunk numbered(AudioChunk chunk, int index) {
        return chunk.toBuilder().setChunkIndex(index).build();
    }

    @ParameterizedTest
    @MethodSource("badStreams")
    void whatCantBeIsRefusedWithASentence(String said, List<AudioChunk> chunks) {
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        chunks.forEach(stream::onNext);
        stream.onCompleted();

        assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(answers.failure().getStatus().getDescription()).contains(said);
    }

    @Test
    void aChunkThatComesAgainIsHeardOnce() {
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        ByteString pcm = ByteString.copyFrom(Speech.file("en_counting")).substring(44);
        int half = pcm.size() / 4 * 2;
        stream.onNext(numbered(audio(pcm.substring(0, half)), 1));
        stream.onNext(numbered(audio(pcm.substring(0, half)), 1));
        stream.onNext(numbered(audio(pcm.substring(half)), 2));
        stream.onCompleted();

        assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(answers.finals().getLast().getMetadata().getAudioReceived().getSeconds())
                .isEqualTo(pcm.size() / 32_000);
    }

    /** A decode may end by itself in the moment its call does: then another call has to show it. */
    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "past its deadline", "cut off"})
    void aDecodeThatNobodyWaitsForIsStopped(String how) {
        int stopped = server.engine.stopped();
        for (int seconds = 1; server.engine.stopped() == stopped && seconds <= 10; seconds++) {
            endWhileDecoding(how, Duration.ofSeconds(seconds));
            await().atMost(TIMEOUT).until(() -> server.engine.running() == 0);
        }

        assertThat(server.engine.stopped()).isGreaterThan(stopped);
    }

    private void endWhileDecoding(String how, Duration deadline) {
        ManagedChannel own = server.newChannel();
        try {
            var stub = AudioStreamServiceGrpc.newStub(own);
            var answers = new Answers();
            StreamObserver<AudioChunk> upload =
                    (how.equals("past its deadline") ? stub.withDeadlineAfter(deadline) : stub).uploadAudio(answers);
            // More than can be decoded in that time.
            ByteString speech = ByteString.copyFrom(Speech.file("jfk")).substring(44);
            for (int i = 0; i < 20; i++) {
                upload.onNext(audio(speech));
            }
            switch (how) {
                case "cancelled" -> {
                    untilItDecodes();
                    upload.onError(Status.CANCELLED.asException());
                }
                case "cut off" -> {
                    untilItDecodes();
                    own.shutdownNow();
                }
                default -> {}
            }

            assertThat(answers.status(TIMEOUT).getCode())
                    .isIn(Code.CANCELLED, Code.DEADLINE_EXCEEDED, Code.UNAVAILABLE);
            await().atMost(TIMEOUT).until(() -> server.slots.inUse() == 0);
        } finally {
            own.shutdownNow();
        }
    }

    private void untilItDecodes() {
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(5)).until(() -> server.engine.running() > 0);
    }

    /** Chunks that are cut within samples: who takes up at the wrong byte hears noise. */
    @ParameterizedTest
    @ValueSource(ints = {333, 3_200})
    void whoGoesOnWhereTheyAreToldLosesNoWord(int chunkBytes) {
        ByteString pcm = ByteString.copyFrom(Speech.file("jfk")).substring(44);
        List<AudioChunk> chunks = new ArrayList<>();
        for (int from = 0; from < pcm.size(); from += chunkBytes) {
            chunks.add(numbered(audio(pcm.substring(from, Math.min(pcm.size(), from + chunkBytes))), chunks.size()));
        }
        var before = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(before);
        chunks.subList(0, chunks.size() * 2 / 3).forEach(stream::onNext);
        await().atMost(TIMEOUT).until(() -> !before.all().isEmpty());
        server.sessions.drainAll();
        assertThat(before.status(TIMEOUT).getCode()).isEqualTo(Code.UNAVAILABLE);

        var after = new Answers();
        StreamObserver<AudioChunk> next = server.async().streamAudio(after);
        chunks.subList(ResumePoint.chunk(before.failure()), chunks.size()).forEach(next::onNext);
        next.onCompleted();

        assertThat(after.status(TIMEOUT).getCode()).isEqualTo(Code.OK);
        String heard = Stream.of(before, after)
                .flatMap(answers -> answers.finals().stream())
                .map(TranscriptionResponse::getText)
                .collect(Collectors.joining(" "));
        assertThat(WordErrors.between(
                        "And so my fellow Americans ask not what your country can do for you"
                                + " ask what you can do for your country",
                        heard))
                .as(heard)
                .isLessThanOrEqualTo(3);
    }

    private void theOtherIsServed() {
        var other = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(other);
        stream.onNext(audio(ByteString.copyFrom(Speech.file("en_counting"))));
        stream.onCompleted();
        assertThat(other.status(TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(other.finals()).isNotEmpty();
    }

    final ClientCall<AudioChunk, TranscriptionResponse> call() {
        return server.channel.newCall(AudioStreamServiceGrpc.getStreamAudioMethod(), CallOptions.DEFAULT);
    }

    static AudioChunk audio(ByteString bytes) {
        return AudioChunk.newBuilder().setAudioData(bytes).build();
    }
}
