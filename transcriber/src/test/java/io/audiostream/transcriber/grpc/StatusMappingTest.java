package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;
import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.Endpointing;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusMappingTest {

    private TestServer server = TestServer.ready();

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void namesFieldOfEmptyFile() throws InvalidProtocolBufferException {
        // when
        StatusRuntimeException refusal =
                refusal(AudioFile.newBuilder().setFilename("test.mp3").build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription()).contains("audio is empty", "test.mp3");
        assertThat(violation(refusal).getField()).isEqualTo("audio_data");
    }

    static Stream<Arguments> badMetadata() {
        return Stream.of(
                Arguments.of(
                        "metadata.sample_rate_hertz",
                        "7999",
                        AudioMetadata.newBuilder().setSampleRateHertz(7999)),
                Arguments.of(
                        "metadata.sample_rate_hertz",
                        "-1",
                        AudioMetadata.newBuilder().setSampleRateHertz(-1)),
                Arguments.of(
                        "metadata.channels", "9", AudioMetadata.newBuilder().setChannels(9)),
                Arguments.of(
                        "metadata.encoding", "99", AudioMetadata.newBuilder().setEncodingValue(99)),
                Arguments.of("metadata.task", "7", AudioMetadata.newBuilder().setTaskValue(7)),
                Arguments.of(
                        "metadata.prompt", "1001", AudioMetadata.newBuilder().setPrompt("x".repeat(1001))),
                Arguments.of(
                        "metadata.prompt",
                        "1003 characters with the hotwords",
                        AudioMetadata.newBuilder().setPrompt("x".repeat(1000)).addHotwords("y")),
                Arguments.of(
                        "metadata.hotwords",
                        "101 hotwords, at most 100",
                        AudioMetadata.newBuilder().addAllHotwords(Collections.nCopies(101, "y"))),
                Arguments.of(
                        "metadata.hotwords",
                        "0 characters",
                        AudioMetadata.newBuilder().addHotwords(" ")),
                Arguments.of(
                        "metadata.languages",
                        "21 languages, at most 20",
                        AudioMetadata.newBuilder().addAllLanguages(Collections.nCopies(21, "en"))),
                Arguments.of(
                        "metadata.languages",
                        "does not know the language 'tlh'",
                        AudioMetadata.newBuilder().addLanguages("en").addLanguages("tlh")),
                Arguments.of(
                        "metadata.languages",
                        "'zh' is not among the languages en, de",
                        AudioMetadata.newBuilder()
                                .setLanguage("zh")
                                .addLanguages("en")
                                .addLanguages("de")),
                Arguments.of(
                        "metadata.interim_interval",
                        "100 to 10000 ms",
                        AudioMetadata.newBuilder().setInterimInterval(Durations.fromMillis(99))),
                Arguments.of(
                        "metadata.endpointing.silence",
                        "50 ms",
                        AudioMetadata.newBuilder()
                                .setEndpointing(Endpointing.newBuilder()
                                        .setSilence(Duration.newBuilder().setNanos(50_000_000)))),
                Arguments.of(
                        "metadata.endpointing.max_segment",
                        "60000 ms",
                        AudioMetadata.newBuilder()
                                .setEndpointing(Endpointing.newBuilder()
                                        .setMaxSegment(Duration.newBuilder().setSeconds(60)))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badMetadata")
    void namesFieldOfInvalidMetadata(String field, String seen, AudioMetadata.Builder metadata)
            throws InvalidProtocolBufferException {
        // when
        StatusRuntimeException refusal = refusal(AudioFile.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setMetadata(metadata)
                .build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(violation(refusal).getField()).isEqualTo(field);
        assertThat(refusal.getStatus().getDescription()).contains(field, seen);
        await().until(() -> server.slots.inUse() == 0);
    }

    @Test
    void refusesHugeDuration() {
        // when
        StatusRuntimeException refusal = refusal(AudioFile.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setMetadata(AudioMetadata.newBuilder()
                        .setEndpointing(Endpointing.newBuilder()
                                .setSilence(Duration.newBuilder().setSeconds(Long.MAX_VALUE))))
                .build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void refusesOtherFormatByFileName() throws InvalidProtocolBufferException {
        // when
        StatusRuntimeException refusal = refusal(AudioFile.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setFilename("recording.webm")
                .build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription()).contains("'recording.webm' is WebM by its name", "send WAV");
        assertThat(violation(refusal).getField()).isEqualTo("audio_data");
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }

    @Test
    void shortensLongFileName() {
        // when
        StatusRuntimeException refusal =
                refusal(AudioFile.newBuilder().setFilename("x".repeat(100_000)).build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void freesSlotOnUnparsableMessage() {
        // given
        MethodDescriptor<byte[], byte[]> raw = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(AudioStreamServiceGrpc.getStreamAudioMethod().getFullMethodName())
                .build();
        var status = new CompletableFuture<Status>();
        ClientCall<byte[], byte[]> call = server.channel.newCall(raw, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status closed, Metadata trailers) {
                        status.complete(closed);
                    }
                },
                new Metadata());
        call.request(10);
        call.sendMessage(AudioChunk.newBuilder()
                .setAudioData(TestAudio.silence(0.1))
                .build()
                .toByteArray());
        await().until(() -> server.slots.inUse() == 1);

        // when
        call.sendMessage(new byte[] {(byte) 0xFF, (byte) 0xFF, 0, 1});

        // then
        assertThat(status.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .join()
                        .isOk())
                .isFalse();
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }

    /** Passes messages through without parsing. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void reportsUnknownLanguageAsNotFound() {
        // when
        StatusRuntimeException refusal = refusal(AudioFile.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setMetadata(AudioMetadata.newBuilder().setLanguage("tlh"))
                .build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
        assertThat(refusal.getStatus().getDescription()).contains("tlh", "auto");
    }

    @Test
    void reportsOtherModelAsNotFound() {
        // when
        StatusRuntimeException refusal = refusal(AudioFile.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setMetadata(AudioMetadata.newBuilder().setModel("large-v3"))
                .build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
        assertThat(refusal.getStatus().getDescription()).contains("'fake'", "'large-v3'");
    }

    @Test
    void refusesNotANumber() throws InvalidProtocolBufferException {
        // given
        ByteBuffer floats = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        floats.putFloat(0.5f).putFloat(Float.NaN);

        // when
        StatusRuntimeException refusal = refusal(AudioFile.newBuilder()
                .setAudioData(ByteString.copyFrom(floats.flip()))
                .setMetadata(AudioMetadata.newBuilder().setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE))
                .build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(violation(refusal).getField()).isEqualTo("audio_data");
    }

    @Test
    void refusesGapAfterFinalsOfReceivedChunks() throws InvalidProtocolBufferException {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        stream.onNext(
                AudioChunk.newBuilder().setAudioData(TestAudio.sound(1, 50)).build());
        stream.onNext(AudioChunk.newBuilder()
                .setChunkIndex(2)
                .setAudioData(TestAudio.sound(1, 50))
                .build());

        // then
        StatusRuntimeException failure = responses.failure();
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(violation(failure).getField()).isEqualTo("chunk_index");
        assertThat(failure.getStatus().getDescription()).contains("chunk 2", "1 was expected");
        assertThat(responses.finals())
                .singleElement()
                .extracting(r -> r.getText())
                .isEqualTo("w50 w50");
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }

    @Test
    void refusesChangedSessionId() throws InvalidProtocolBufferException {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        stream.onNext(chunk("mine"));
        stream.onNext(chunk("yours"));

        // then
        StatusRuntimeException failure = responses.failure();
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(violation(failure).getField()).isEqualTo("session_id");
        assertThat(failure.getStatus().getDescription()).contains("'mine'", "'yours'");
    }

    static Stream<Arguments> badChanges() {
        return Stream.of(
                Arguments.of(
                        "metadata.channels",
                        "it changed from 0 to 2 within the stream: repeat the first value or open another stream",
                        AudioMetadata.newBuilder().setChannels(2)),
                Arguments.of(
                        "metadata.languages",
                        "does not know the language 'tlh'",
                        AudioMetadata.newBuilder().addLanguages("tlh")),
                Arguments.of(
                        "metadata.interim_interval",
                        "1 ms is out of range: 100 to 10000 ms",
                        AudioMetadata.newBuilder().setInterimInterval(Durations.fromMillis(1))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badChanges")
    void refusesBadChangeAfterFinalsOfReceivedChunks(String field, String message, AudioMetadata.Builder changed)
            throws InvalidProtocolBufferException {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        stream.onNext(
                AudioChunk.newBuilder().setAudioData(TestAudio.sound(1, 50)).build());
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setMetadata(changed)
                .build());

        // then
        StatusRuntimeException failure = responses.failure();
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(violation(failure).getField()).isEqualTo(field);
        assertThat(failure.getStatus().getDescription()).contains(message);
        assertThat(responses.finals())
                .singleElement()
                .extracting(r -> r.getText())
                .isEqualTo("w50 w50");
    }

    @Test
    void refusesStreamWithoutChunks() {
        // when
        var responses = new ResponseRecorder();
        server.async().streamAudio(responses).onCompleted();

        // then
        assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void isUnavailableWhileModelLoads() throws InterruptedException, InvalidProtocolBufferException {
        // given
        server.close();
        server = TestServer.loading();

        // when
        StatusRuntimeException refusal = refusal(
                AudioFile.newBuilder().setAudioData(TestAudio.sound(1, 50)).build());

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(refusal.getStatus().getDescription()).contains("being loaded");
        assertThat(detail(refusal, RetryInfo.class).getRetryDelay().getSeconds())
                .isPositive();
    }

    @Test
    void returnsRequestIdAndHidesDetailsOfEngineFailure() {
        // given
        server.engine.transform(transcript -> {
            throw new EngineException("secret detail at 0xdeadbeef");
        });

        // when
        StatusRuntimeException failure = refusal(
                AudioFile.newBuilder().setAudioData(TestAudio.sound(1, 50)).build());

        // then
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INTERNAL);
        assertThat(failure.getStatus().getDescription())
                .doesNotContain("secret")
                .contains(failure.getTrailers().get(CallContextMapper.REQUEST_ID_TRAILER));
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }

    private static AudioChunk chunk(String sessionId) {
        return AudioChunk.newBuilder()
                .setSessionId(sessionId)
                .setAudioData(TestAudio.silence(0.1))
                .build();
    }

    private StatusRuntimeException refusal(AudioFile file) {
        return catchThrowableOfType(
                StatusRuntimeException.class, () -> server.blocking().transcribeAudio(file));
    }

    private static BadRequest.FieldViolation violation(StatusRuntimeException failure)
            throws InvalidProtocolBufferException {
        return detail(failure, BadRequest.class).getFieldViolations(0);
    }

    private static <M extends com.google.protobuf.Message> M detail(StatusRuntimeException failure, Class<M> type)
            throws InvalidProtocolBufferException {
        for (Any detail : StatusProto.fromThrowable(failure).getDetailsList()) {
            if (detail.is(type)) {
                return detail.unpack(type);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + failure);
    }
}
