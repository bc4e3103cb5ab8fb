package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls whose client stops sending, without an end of the call. */
class IdleStreamTest {

    private final TestServer server = TestServer.ready(1);
    private final ResponseRecorder responses = new ResponseRecorder();

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void getsFinalOfMutedUtterance() {
        // given
        server.async().streamAudio(responses).onNext(speech());

        // when
        pass(Duration.ofSeconds(3), () -> !responses.finals().isEmpty());

        // then
        assertThat(responses.finals())
                .extracting(TranscriptionResponse::getText)
                .containsExactly("w50 w50");
        assertThat(responses.ended()).isFalse();
    }

    @Test
    void endsWithFinalsAndResumePointAtIdleTimeout() {
        // given
        server.async().streamAudio(responses).onNext(speech());

        // when
        pass(TestServer.IDLE_TIMEOUT, responses::ended);

        // then
        assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(responses.failure().getStatus().getDescription()).contains("no audio", "chunk 1");
        assertThat(ResumePoint.of(responses.failure())).isEqualTo("IDLE 1");
        assertThat(responses.finals())
                .extracting(TranscriptionResponse::getText)
                .containsExactly("w50 w50");
        assertThat(server.metrics.scrape()).contains("audiostream_sessions_ended_total{end=\"idle\"} 1.0");
    }

    @Test
    void endsUploadAtIdleTimeoutWithItsBeginningAsResumePoint() {
        // given
        server.async().uploadAudio(responses).onNext(speech());

        // when
        pass(TestServer.IDLE_TIMEOUT, responses::ended);

        // then
        assertThat(ResumePoint.of(responses.failure())).isEqualTo("IDLE 0");
    }

    @Test
    void leavesItsSlotToOtherClient() {
        // given
        server.async().streamAudio(responses).onNext(speech());
        await().until(() -> server.slots.inUse() == 1);

        // when
        pass(Duration.ofSeconds(30), () -> {
            var other = new ResponseRecorder();
            StreamObserver<AudioChunk> stream = server.async().streamAudio(other);
            stream.onNext(speech());
            stream.onCompleted();
            return other.status().getCode() == Code.OK;
        });

        // then
        assertThat(ResumePoint.of(responses.failure())).isEqualTo("SLOT_RECLAIMED 1");
        assertThat(server.metrics.scrape()).contains("audiostream_sessions_ended_total{end=\"reclaimed\"} 1.0");
    }

    /** Lets time pass until something happens: only the server knows when it has processed the audio. */
    private void pass(Duration time, Callable<Boolean> until) {
        await().until(() -> {
            server.waits.advance(time);
            return until.call();
        });
    }

    private static AudioChunk speech() {
        return AudioChunk.newBuilder().setAudioData(TestAudio.sound(1, 50)).build();
    }
}
