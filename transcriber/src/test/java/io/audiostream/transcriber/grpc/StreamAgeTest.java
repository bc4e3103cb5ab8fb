package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.EndReason;
import io.audiostream.transcriber.session.ManualTimer;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The maximum age of live streams. */
class StreamAgeTest {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final ManualTimer timer = new ManualTimer();
    private final TestServer server = TestServer.withMaxStreamAge(LIMIT, timer);

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void endsStreamWithFinalsAndResumePointAtMaximumAge() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        stream.onNext(chunk(0));
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.soundAndPause(1, 50))
                .setChunkIndex(1)
                .build());
        awaitReceivedSeconds(2.2);

        // when
        timer.expire();

        // then
        assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(responses.failure().getStatus().getDescription()).contains("maximum age", "chunk 2");
        assertThat(ResumePoint.of(responses.failure())).isEqualTo("MAX_AGE 2");
        assertThat(responses.finals()).singleElement().satisfies(last -> {
            assertThat(last.getText()).isEqualTo("w50 w50 w50 w50");
            assertThat(last.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_MAX_AGE);
        });
        await().untilAsserted(() -> assertThat(server.slots.inUse()).isZero());
        assertThat(server.metrics.scrape()).contains("audiostream_sessions_ended_total{end=\"aged\"} 1.0");
    }

    @Test
    void doesNotLimitUploads() {
        // given
        var uploaded = new ResponseRecorder();
        StreamObserver<AudioChunk> upload = server.async().uploadAudio(uploaded);
        upload.onNext(chunk(0));
        var live = new ResponseRecorder();
        server.async().streamAudio(live).onNext(chunk(0));
        awaitReceivedSeconds(2);

        // when
        timer.expire();
        assertThat(live.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        upload.onCompleted();

        // then
        assertThat(timer.scheduled(LIMIT)).isEqualTo(1);
        assertThat(uploaded.status().getCode()).isEqualTo(Code.OK);
    }

    private void awaitReceivedSeconds(double seconds) {
        await().untilAsserted(() ->
                assertThat(server.metrics.scrape()).contains("audiostream_audio_received_seconds_total " + seconds));
    }

    private static AudioChunk chunk(int index) {
        return AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setChunkIndex(index)
                .build();
    }
}
