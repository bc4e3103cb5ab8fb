package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotLimitTest {

    private final TestServer server = TestServer.ready(1);
    private StreamObserver<AudioChunk> first;

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void refusesStreamWithRetryDelayWithoutFreeSlot() throws InvalidProtocolBufferException {
        // given
        occupySlot();

        // when
        var second = new ResponseRecorder();
        server.async().streamAudio(second).onNext(speech());

        // then
        StatusRuntimeException refusal = second.failure();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.getStatus().getDescription()).contains("all 1 slots");
        RetryInfo hint = StatusProto.fromThrowable(refusal).getDetails(0).unpack(RetryInfo.class);
        assertThat(hint.getRetryDelay().getSeconds()).isPositive();
    }

    @Test
    void refusesStreamBeforeReadingAudio() {
        // given
        occupySlot();

        // when
        var silent = new ResponseRecorder();
        StreamObserver<AudioChunk> unused = server.async().streamAudio(silent);
        assertThat(unused).isNotNull();

        // then
        assertThat(silent.failure().getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void cancelsDecodeAndFreesSlotOfCancelledCall() {
        // given
        server.engine.gate().close();
        Context.CancellableContext call = Context.current().withCancellation();
        call.run(() -> {
            StreamObserver<AudioChunk> stream = server.async().streamAudio(new ResponseRecorder());
            stream.onNext(speech());
            stream.onCompleted();
        });
        await().until(() -> !server.engine.gate().started().isEmpty());

        // when
        call.cancel(null);

        // then
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        await().untilAsserted(
                        () -> assertThat(server.engine.gate().cancelledCount()).isPositive());
        assertThat(server.sessions.count()).isZero();
    }

    @Test
    void cancelsDecodeAndFreesSlotAtDeadline() {
        // given: the first call on a channel is the slowest
        assertThat(server.blocking().transcribeAudio(file()).getText()).isNotEmpty();
        int decodes = server.engine.gate().started().size();
        server.engine.gate().close();

        // when: a deadline may pass before the decode starts, so it is extended until a decode has started
        for (int seconds = 1; server.engine.gate().started().size() == decodes && seconds <= 64; seconds *= 2) {
            var deadline = Duration.ofSeconds(seconds);
            StatusRuntimeException failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> server.blocking().withDeadlineAfter(deadline).transcribeAudio(file()));
            assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
            await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        }

        // then
        await().untilAsserted(
                        () -> assertThat(server.engine.gate().cancelledCount()).isPositive());
    }

    @Test
    void freesSlotWhenStreamEnds() {
        // given
        ResponseRecorder responses = occupySlot();
        responses.awaitInterims(1);
        assertThat(server.slots.inUse()).isEqualTo(1);

        // when
        first.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }

    private ResponseRecorder occupySlot() {
        var responses = new ResponseRecorder();
        first = server.async().streamAudio(responses);
        first.onNext(speech());
        await().until(() -> server.slots.inUse() == 1);
        return responses;
    }

    private static AudioChunk speech() {
        return AudioChunk.newBuilder().setAudioData(TestAudio.sound(2, 50)).build();
    }

    private static AudioFile file() {
        return AudioFile.newBuilder().setAudioData(TestAudio.sound(2, 50)).build();
    }
}
