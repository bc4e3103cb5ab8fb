package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.EndReason;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {

    private final TestServer server = TestServer.ready();

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void aDrainingServerRefusesNewStreamsAndLetsOldOnesFinish() throws InterruptedException {
        var old = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(old);
        stream.onNext(speech());
        await().until(() -> server.sessions.count() == 1);

        server.sessions.refuseNew();

        var refused = new Answers();
        server.async().streamAudio(refused).onNext(speech());
        assertThat(refused.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(refused.failure().getStatus().getDescription()).contains("shutting down");
        stream.onCompleted();
        assertThat(old.status().getCode()).isEqualTo(Code.OK);
        assertThat(old.finals()).singleElement().extracting(r -> r.getText()).isEqualTo("w50 w50");
        assertThat(server.sessions.awaitNone(Duration.ZERO)).isTrue();
    }

    @Test
    void streamsThatStillRunGetTheirFinalsAndThePointToResumeFrom() {
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        stream.onNext(speech());
        answers.awaitInterims(1);

        server.sessions.drainAll();

        assertThat(answers.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(answers.failure().getStatus().getDescription()).contains("draining", "chunk 1");
        assertThat(ResumePoint.of(answers.failure())).isEqualTo("DRAINING 1");
        assertThat(answers.finals()).singleElement().satisfies(last -> {
            assertThat(last.getText()).isEqualTo("w50 w50");
            assertThat(last.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_DRAIN);
        });
        assertThat(server.slots.inUse()).isZero();
    }

    private static AudioChunk speech() {
        return AudioChunk.newBuilder().setAudioData(TestAudio.sound(1, 50)).build();
    }
}
