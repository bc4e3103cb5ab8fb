package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.transcriber.session.MemoryBudget;
import io.audiostream.transcriber.session.PeriodicTimer;
import io.audiostream.transcriber.session.TestAudio;
import io.audiostream.transcriber.session.TestTimeouts;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots and memory of messages that the server has not read yet. */
class AdmissionTest {

    private static final int MEBIBYTE = 1 << 20;

    /** Serves one large message at a time. */
    private final MemoryBudget memory = new MemoryBudget(1);

    private TestServer server = TestServer.withMemory(memory);

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void refusesLargeRecordingWithoutMemory() throws Exception {
        // given
        ResponseRecorder first = occupyMemory();

        // when
        var second = new ResponseRecorder();
        server.async().transcribeAudio(recording(45 * MEBIBYTE), second);

        // then
        StatusRuntimeException refusal = second.failure();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.getStatus().getDescription()).contains("memory");
        assertThat(StatusProto.fromThrowable(refusal)
                        .getDetails(0)
                        .unpack(RetryInfo.class)
                        .getRetryDelay()
                        .getSeconds())
                .isPositive();
        server.engine.gate().open();
        assertThat(first.status().getCode()).isEqualTo(Code.OK);
        await().untilAsserted(() -> assertThat(memory.reserved()).isZero());
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }

    @Test
    void admitsSmallMessagesWithoutMemory() {
        // given
        ResponseRecorder unused = occupyMemory();
        var live = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(live);

        // when
        for (int i = 0; i < 10; i++) {
            stream.onNext(
                    AudioChunk.newBuilder().setAudioData(TestAudio.sound(1, 50)).build());
        }
        server.engine.gate().open();
        stream.onCompleted();

        // then
        assertThat(live.status().getCode()).isEqualTo(Code.OK);
        assertThat(unused.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void endsStreamWithLargeChunkWithoutMemory() {
        // given
        ResponseRecorder first = occupyMemory();
        var upload = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().uploadAudio(upload);
        stream.onNext(AudioChunk.newBuilder().setAudioData(TestAudio.silence(1)).build());

        // when
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(ByteString.copyFrom(new byte[10 * MEBIBYTE]))
                .build());

        // then
        assertThat(upload.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        await().untilAsserted(() -> assertThat(server.sessions.count()).isEqualTo(1));
        server.engine.gate().open();
        assertThat(first.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void keepsMemoryForEquallyLargeChunks() {
        // given
        var upload = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().uploadAudio(upload);
        AudioChunk chunk = AudioChunk.newBuilder()
                .setAudioData(ByteString.copyFrom(new byte[5 * MEBIBYTE]))
                .build();

        // when
        stream.onNext(chunk);
        await().until(() -> memory.reserved() > 0 && memory.reserved() < 6 * MEBIBYTE);
        for (int i = 0; i < 5; i++) {
            stream.onNext(chunk);
        }
        stream.onCompleted();

        // then
        assertThat(upload.status().getCode()).isEqualTo(Code.OK);
        await().untilAsserted(() -> assertThat(memory.reserved()).isZero());
    }

    @Test
    void reservesWholeMessageForCompressedCall() {
        // given
        ResponseRecorder first = occupyMemory();

        // when
        var compressed = new ResponseRecorder();
        server.async().withCompression("gzip").transcribeAudio(recording(45 * MEBIBYTE), compressed);

        // then
        assertThat(compressed.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        server.engine.gate().open();
        assertThat(first.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void answersSomeOfManyLargeRecordings() {
        // when
        List<ResponseRecorder> calls =
                Stream.generate(ResponseRecorder::new).limit(12).toList();
        AudioFile file = recording(10 * MEBIBYTE);
        calls.forEach(call -> server.async().transcribeAudio(file, call));

        // then
        assertThat(calls)
                .extracting(call -> call.status().getCode())
                .contains(Code.OK)
                .isSubsetOf(Code.OK, Code.RESOURCE_EXHAUSTED);
        await().untilAsserted(() -> assertThat(memory.reserved()).isZero());
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }

    @Test
    void endsCallWhoseFirstMessageArrivesTooSlowly() throws Exception {
        // given
        server.close();
        var timer = new PeriodicTimer();
        server = TestServer.withTimer(timer);
        try (var call = new RawCall(server.server.port())) {
            call.begin(new byte[100], MEBIBYTE);
            await().until(() -> server.slots.inUse() == 1);

            // when
            timer.endPeriod();

            // then
            assertThat(call.status(TestTimeouts.TIMEOUT)).isEqualTo(Code.DEADLINE_EXCEEDED);
            await().until(() -> server.slots.inUse() == 0);
        }
    }

    private ResponseRecorder occupyMemory() {
        server.engine.gate().close();
        var responses = new ResponseRecorder();
        server.async()
                .transcribeAudio(
                        AudioFile.newBuilder()
                                .setAudioData(TestAudio.sound(60, 50))
                                .build(),
                        responses);
        await().until(() -> !server.engine.gate().started().isEmpty());
        assertThat(memory.reserved()).isPositive();
        return responses;
    }

    private static AudioFile recording(int bytes) {
        return AudioFile.newBuilder()
                .setAudioData(ByteString.copyFrom(new byte[bytes]))
                .build();
    }
}
