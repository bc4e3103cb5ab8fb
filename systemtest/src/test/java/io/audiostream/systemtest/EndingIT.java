package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that end early give back what they had: a service with a single slot shows it. */
class EndingIT {

    private final LocalService service = LocalService.start("  slots: 1\n");

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aDeadlineEndsTheCallInTimeTheDecodeStopsAndTheSlotIsFree() {
        AudioFile tenMinutes =
                AudioFile.newBuilder().setAudioData(Recording.repeated(55)).build();
        long start = System.nanoTime();

        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> service.blocking()
                        .withDeadlineAfter(Duration.ofSeconds(1))
                        .transcribeAudio(tenMinutes));

        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(taken).isLessThan(Duration.ofSeconds(3));
        awaitIdleTranscriber();
        theSlotIsFree();
    }

    @Test
    void cancellingAStreamStopsItsDecodeAndFreesItsSlot() {
        Context.CancellableContext call = Context.current().withCancellation();
        var answers = new Answers();
        call.run(() -> {
            StreamObserver<AudioChunk> stream = service.async().streamAudio(answers);
            stream.onNext(
                    AudioChunk.newBuilder().setAudioData(Recording.repeated(10)).build());
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> !answers.all().isEmpty());

        call.cancel(null);

        awaitIdleTranscriber();
        theSlotIsFree();
    }

    @Test
    void theStreamAfterTheLastSlotIsRefusedAtOnce() {
        var answers = new Answers();
        StreamObserver<AudioChunk> first = service.async().streamAudio(answers);
        first.onNext(AudioChunk.newBuilder().setAudioData(Recording.jfk()).build());
        // Who is answered has the slot.
        await().atMost(Duration.ofSeconds(30)).until(() -> !answers.all().isEmpty());

        var second = new Answers();
        service.async()
                .streamAudio(second)
                .onNext(AudioChunk.newBuilder()
                        .setAudioData(Recording.jfk().substring(0, 1_000))
                        .build());

        assertThat(second.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(second.status().getDescription()).contains("all 1 slots are in use");
        first.onCompleted();
        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
    }

    @Test
    void aServiceThatIsToldToStopFinishesItsStreamsAndLeavesNoProcess() {
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = service.async().streamAudio(answers);
        stream.onNext(AudioChunk.newBuilder().setAudioData(Recording.jfk()).build());
        await().atMost(Duration.ofSeconds(30)).until(() -> !answers.all().isEmpty());
        var children = service.operator().children();

        service.transcriber().destroy();
        stream.onCompleted();

        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
        assertThat(answers.words()).contains("what your country can do for you");
        service.operator().terminate();
        service.operator().exitCode();
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    private void theSlotIsFree() {
        assertThat(Words.of(service.blocking()
                        .transcribeAudio(AudioFile.newBuilder()
                                .setAudioData(Recording.wav("jfk"))
                                .build())
                        .getText()))
                .contains("your country");
    }

    /** Waits until half a second goes by in which the transcriber uses next to no processor time. */
    private void awaitIdleTranscriber() {
        ProcessHandle transcriber = service.transcriber();
        Duration[] before = {processorTime(transcriber)};
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    Duration now = processorTime(transcriber);
                    Duration used = now.minus(before[0]);
                    before[0] = now;
                    return used.compareTo(Duration.ofMillis(100)) < 0;
                });
    }

    private static Duration processorTime(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }
}
