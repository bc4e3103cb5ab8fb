package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.EndReason;
import io.audiostream.proto.TranscriptionResponse;
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
    void refusesNewStreamsAndFinishesRunningOnes() throws InterruptedException {
        // given
        var running = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(running);
        stream.onNext(speech());
        await().until(() -> server.sessions.count() == 1);

        // when
        server.sessions.refuseNew();
        var refused = new ResponseRecorder();
        server.async().streamAudio(refused).onNext(speech());

        // then
        assertThat(refused.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(refused.failure().getStatus().getDescription()).contains("shutting down");
        stream.onCompleted();
        assertThat(running.status().getCode()).isEqualTo(Code.OK);
        assertThat(running.finals())
                .singleElement()
                .extracting(TranscriptionResponse::getText)
                .isEqualTo("w50 w50");
        assertThat(server.sessions.awaitNone(Duration.ZERO)).isTrue();
    }

    @Test
    void endsRunningStreamsWithFinalsAndResumePoint() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        stream.onNext(speech());
        responses.awaitInterims(1);

        // when
        server.sessions.drainAll();

        // then
        assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(responses.failure().getStatus().getDescription()).contains("draining", "chunk 1");
        assertThat(ResumePoint.of(responses.failure())).isEqualTo("DRAINING 1");
        assertThat(responses.finals()).singleElement().satisfies(last -> {
            assertThat(last.getText()).isEqualTo("w50 w50");
            assertThat(last.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_DRAIN);
        });
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
    }

    private static AudioChunk speech() {
        return AudioChunk.newBuilder()
                .setAudioData(TestAudio.soundAndPause(1, 50))
                .build();
    }
}
