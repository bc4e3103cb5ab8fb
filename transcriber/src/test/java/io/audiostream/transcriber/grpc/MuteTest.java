package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.EndReason;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that stops sending audio right after a word, as a muted microphone does. */
class MuteTest {

    /** Looks at a stream that find no new audio, after the first one. */
    private static final int CHECKS = 4;

    private final TestServer server = TestServer.ready();
    private final ResponseRecorder responses = new ResponseRecorder();
    private final StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void endsUtteranceWithoutFurtherAudio() {
        // given
        send(50, 1);

        // when
        check(CHECKS + 1);

        // then
        TranscriptionResponse last = responses.awaitFinals(1).getFirst();
        assertThat(last.getText()).isEqualTo("w50 w50");
        assertThat(last.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_SILENCE);
        assertThat(responses.ended()).isFalse();
    }

    @Test
    void transcribesUtteranceAfterMuteInSegmentOfItsOwn() {
        // given
        send(50, 1);
        check(CHECKS + 1);
        responses.awaitFinals(1);

        // when
        send(20, 2);
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals())
                .extracting(TranscriptionResponse::getText)
                .containsExactly("w50 w50", "w20 w20");
    }

    @Test
    void toleratesLatePacket() {
        // given
        send(50, 1);
        check(CHECKS);

        // when
        send(50, 2);
        check(CHECKS);
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals())
                .extracting(TranscriptionResponse::getText)
                .containsExactly("w50 w50 w50 w50");
    }

    @Test
    void sendsNothingForMutedSilence() {
        // given
        stream.onNext(AudioChunk.newBuilder().setAudioData(TestAudio.silence(1)).build());
        awaitReceivedSeconds(1);

        // when
        check(2 * CHECKS);
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.all()).isEmpty();
    }

    private void send(int loudness, int receivedSeconds) {
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(1, loudness))
                .build());
        awaitReceivedSeconds(receivedSeconds);
    }

    private void awaitReceivedSeconds(int seconds) {
        await().untilAsserted(() -> assertThat(server.metrics.scrape())
                .contains("audiostream_audio_received_seconds_total %d.0".formatted(seconds)));
    }

    private void check(int times) {
        for (int i = 0; i < times; i++) {
            server.muteTimer.expire();
        }
    }
}
