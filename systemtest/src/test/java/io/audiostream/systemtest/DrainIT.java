package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.proto.AudioChunk;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service that is told to stop while somebody speaks. */
class DrainIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final LocalService service = LocalService.start();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aStreamThatRunsAtSigtermGetsItsLastWords() {
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = speak(answers);
        var children = service.operator().children();

        service.operator().terminate();
        await().atMost(SOON).until(() -> service.operator().errors().contains("==> stopping"));
        stream.onCompleted();

        assertThat(answers.status()).isEqualTo(Status.OK);
        assertThat(answers.words()).contains("what your country can do for you");
        assertThat(service.operator().exitCode()).isEqualTo(128 + 15);
        assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void aStreamThatBeginsAfterSigtermOnAnOldConnectionIsServedAndTheClientSentElsewhere() {
        var running = new Answers();
        StreamObserver<AudioChunk> runningStream = speak(running);

        service.operator().terminate();
        await().atMost(SOON).until(() -> service.operator().errors().contains("draining 1 sessions"));
        var late = new Answers();
        StreamObserver<AudioChunk> lateStream = speak(late);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(service.connection()).isEqualTo(ConnectivityState.IDLE));
        lateStream.onCompleted();
        runningStream.onCompleted();
        assertThat(late.status()).isEqualTo(Status.OK);
        assertThat(late.words()).contains("what your country can do for you");
        assertThat(running.status()).isEqualTo(Status.OK);
    }

    /** Says something, and waits for the first answer. */
    private StreamObserver<AudioChunk> speak(Answers answers) {
        StreamObserver<AudioChunk> stream = service.async().streamAudio(answers);
        stream.onNext(AudioChunk.newBuilder().setAudioData(Recording.jfk()).build());
        await().atMost(SOON).until(() -> !answers.all().isEmpty());
        return stream;
    }
}
