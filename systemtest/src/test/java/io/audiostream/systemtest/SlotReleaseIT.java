package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls that end early stop their decode and release their slot. The service has a single slot. */
class SlotReleaseIT {

    private static final Duration IDLE_WINDOW = Duration.ofMillis(500);
    private static final Duration IDLE_CPU_TIME = Duration.ofMillis(100);

    private static LocalService service;

    @BeforeAll
    static void start() {
        service = LocalService.start("  slots: 1\n");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void stopsDecodeAndReleasesSlotAtDeadline() {
        // given
        int repeats = 55; // ten minutes
        var recording =
                AudioFile.newBuilder().setAudioData(Recording.repeated(repeats)).build();
        Duration before = transcriberCpuTime();

        // when
        var failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> service.blockingStub()
                        .withDeadlineAfter(Duration.ofSeconds(1))
                        .transcribeAudio(recording));
        awaitIdleTranscriber();
        Duration used = transcriberCpuTime().minus(before);

        // then
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(used)
                .as("CPU time, compared with the decode of half the recording")
                .isLessThan(cpuTimeOfOneDecode().multipliedBy(repeats / 2));
    }

    @Test
    void stopsDecodeAndReleasesSlotWhenStreamIsCancelled() {
        // given
        int repeats = 20;
        var call = Context.current().withCancellation();
        var responses = new ResponseRecorder();
        call.run(() -> openStream(responses, Recording.repeated(repeats)));
        await().atMost(Timeouts.EVENT).until(() -> !responses.responses().isEmpty());
        Duration before = transcriberCpuTime();

        // when
        call.cancel(null);
        awaitIdleTranscriber();
        Duration used = transcriberCpuTime().minus(before);

        // then
        assertThat(used)
                .as("CPU time, compared with the decode of half the recording")
                .isLessThan(cpuTimeOfOneDecode().multipliedBy(repeats / 2));
    }

    @Test
    void refusesStreamWhenAllSlotsAreInUse() {
        // given
        var first = new ResponseRecorder();
        StreamObserver<AudioChunk> firstStream = openStream(first, Recording.jfk());
        // A stream that got a response holds the slot.
        await().atMost(Timeouts.EVENT).until(() -> !first.responses().isEmpty());

        // when
        var second = new ResponseRecorder();
        openStream(second, Recording.jfk().substring(0, 1_000));

        // then
        assertThat(second.awaitStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(second.awaitStatus().getDescription()).contains("all 1 slots are in use");
        firstStream.onCompleted();
        assertThat(first.awaitStatus().getCode()).isEqualTo(Code.OK);
        var _ = cpuTimeOfOneDecode(); // takes the slot
    }

    private static StreamObserver<AudioChunk> openStream(ResponseRecorder responses, ByteString audio) {
        StreamObserver<AudioChunk> stream = service.asyncStub().streamAudio(responses);
        stream.onNext(AudioChunk.newBuilder().setAudioData(audio).build());
        return stream;
    }

    /** Waits for the slot, transcribes one recording in it, and returns the CPU time that this took. */
    private static Duration cpuTimeOfOneDecode() {
        Duration[] before = new Duration[1];
        await().atMost(Timeouts.EVENT)
                .ignoreException(StatusRuntimeException.class)
                .untilAsserted(() -> {
                    before[0] = transcriberCpuTime();
                    var response = service.blockingStub()
                            .transcribeAudio(AudioFile.newBuilder()
                                    .setAudioData(Recording.wav("jfk"))
                                    .build());
                    assertThat(TextNormalizer.normalize(response.getText())).contains("your country");
                });
        return transcriberCpuTime().minus(before[0]);
    }

    /** Waits until the transcriber has used less than a fifth of a core for half a second. */
    private static void awaitIdleTranscriber() {
        Duration[] last = {transcriberCpuTime()};
        await().atMost(Timeouts.EVENT).pollInterval(IDLE_WINDOW).until(() -> {
            Duration now = transcriberCpuTime();
            Duration used = now.minus(last[0]);
            last[0] = now;
            return used.compareTo(IDLE_CPU_TIME) < 0;
        });
    }

    private static Duration transcriberCpuTime() {
        return service.transcriber().info().totalCpuDuration().orElseThrow();
    }
}
