package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotLimitTest {

    private final TestServer server = TestServer.ready(1, Duration.ofSeconds(30));

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void theStreamAfterTheLastSlotIsRefusedWithAHintWhenToRetry() throws InvalidProtocolBufferException {
        occupyTheSlot();

        var second = new Answers();
        server.async().streamAudio(second).onNext(speech());

        StatusRuntimeException refusal = second.failure();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.getStatus().getDescription()).contains("all 1 slots");
        RetryInfo hint = StatusProto.fromThrowable(refusal).getDetails(0).unpack(RetryInfo.class);
        assertThat(hint.getRetryDelay().getSeconds()).isPositive();
    }

    @Test
    void withoutAFreeSlotNoAudioIsRead() {
        occupyTheSlot();

        // The stream says nothing: it is refused before it could.
        var silent = new Answers();
        StreamObserver<AudioChunk> unused = server.async().streamAudio(silent);
        assertThat(unused).isNotNull();

        assertThat(silent.failure().getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void cancellingACallStopsItsDecodeAndFreesItsSlot() {
        server.engine.gate().close();
        Context.CancellableContext call = Context.current().withCancellation();
        call.run(() -> {
            StreamObserver<AudioChunk> stream = server.async().streamAudio(new Answers());
            stream.onNext(speech());
            stream.onCompleted();
        });
        await().until(() -> !server.engine.gate().begun().isEmpty());

        call.cancel(null);

        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        await().untilAsserted(
                        () -> assertThat(server.engine.gate().cancelledCount()).isPositive());
        assertThat(server.sessions.count()).isZero();
    }

    @Test
    void aDeadlineStopsTheDecodeAndFreesTheSlot() {
        // The first call of a channel takes longest: the deadline is for the decode.
        assertThat(server.blocking().transcribeAudio(file()).getText()).isNotEmpty();
        server.engine.gate().close();

        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> server.blocking().withDeadlineAfter(1, TimeUnit.SECONDS).transcribeAudio(file()));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        await().untilAsserted(
                        () -> assertThat(server.engine.gate().cancelledCount()).isPositive());
    }

    @Test
    void aStreamThatEndedFreesItsSlot() {
        Answers answers = occupyTheSlot();
        answers.awaitInterims(1);
        assertThat(server.slots.inUse()).isEqualTo(1);

        first.onCompleted();

        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
        assertThat(server.slots.inUse()).isZero();
    }

    private StreamObserver<AudioChunk> first;

    private Answers occupyTheSlot() {
        var answers = new Answers();
        first = server.async().streamAudio(answers);
        first.onNext(speech());
        await().until(() -> server.slots.inUse() == 1);
        return answers;
    }

    private static AudioChunk speech() {
        return AudioChunk.newBuilder().setAudioData(TestAudio.sound(2, 50)).build();
    }

    private static AudioFile file() {
        return AudioFile.newBuilder().setAudioData(TestAudio.sound(2, 50)).build();
    }
}
