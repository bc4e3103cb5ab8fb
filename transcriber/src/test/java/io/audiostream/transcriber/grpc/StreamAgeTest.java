package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.EndReason;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Live streams may become only so old. */
class StreamAgeTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final TestServer server = TestServer.withMaxStreamAge(LIMIT);

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void aStreamThatIsTooOldGetsItsFinalsAndThePointToGoOnFrom() {
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        stream.onNext(chunk(0));
        stream.onNext(chunk(1));

        assertThat(answers.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(answers.failure().getStatus().getDescription()).contains("maximum age", "chunk 2");
        assertThat(ResumePoint.of(answers.failure())).isEqualTo("MAX_AGE 2");
        assertThat(answers.finals()).singleElement().satisfies(last -> {
            assertThat(last.getText()).isEqualTo("w50 w50 w50 w50");
            assertThat(last.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_MAX_AGE);
        });
        assertThat(server.slots.inUse()).isZero();
        assertThat(server.metrics.scrape()).contains("audiostream_sessions_ended_total{end=\"aged\"} 1.0");
    }

    @Test
    void anUploadIsNoLiveStream() {
        var answers = new Answers();
        StreamObserver<AudioChunk> upload = server.async().uploadAudio(answers);
        upload.onNext(chunk(0));
        var live = new Answers();
        server.async().streamAudio(live).onNext(chunk(0));
        assertThat(live.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);

        upload.onCompleted();

        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
    }

    private static AudioChunk chunk(int index) {
        return AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setChunkIndex(index)
                .build();
    }
}
