package io.audiostream.transcriber.session;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that stops sending audio right after a word, as a muted microphone does. */
class MuteTimeoutTest {

    private static final ByteString WORD = TestAudio.sound(0.1, 50);
    private static final ByteString SILENCE = TestAudio.silence(0.1);

    /** The endpointing silence, the margin, and the length of a chunk. */
    private static final Duration LIMIT = Duration.ofMillis(700 + 500 + 100);

    private static final Duration MILLI = Duration.ofMillis(1);

    private final TestSessions sessions = new TestSessions(1);

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void endsUtteranceAfterEndpointingSilenceAndMargin() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD, WORD, WORD, WORD, WORD);

        // when
        sessions.timer.advance(LIMIT);

        // then
        assertThat(client.awaitFinals(1)).singleElement().satisfies(last -> {
            assertThat(last.text()).isEqualTo("w50");
            assertThat(last.endReason()).isEqualTo(EndReason.SILENCE);
        });
        assertThat(client.ended()).isFalse();
    }

    @Test
    void toleratesLatePacket() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD, WORD, WORD, WORD, WORD);

        // when
        sessions.timer.advance(LIMIT.minus(MILLI));
        client.send(WORD, WORD, WORD, WORD, WORD);
        sessions.timer.advance(LIMIT.minus(MILLI));
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).extracting(SegmentResult::text).containsExactly("w50 w50");
    }

    @Test
    void countsPauseAtEndOfAudio() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD, WORD, WORD, WORD, WORD);
        client.send(SILENCE, SILENCE, SILENCE, SILENCE, SILENCE);

        // when
        // The detector sees the pause in frames of 32 ms.
        sessions.timer.advance(LIMIT.minus(Duration.ofMillis(500 - 2 * 32)));

        // then
        assertThat(client.awaitFinals(1)).extracting(SegmentResult::endReason).containsExactly(EndReason.SILENCE);
    }

    @Test
    void awaitsSuccessorOfLongChunk() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(TestAudio.sound(3, 50));

        // when
        sessions.timer.advance(Duration.ofMillis(700 + 500 + 3_000).minus(MILLI));
        client.awaitSteps();

        // then
        assertThat(client.finals()).isEmpty();
        sessions.timer.advance(MILLI);
        client.awaitFinals(1);
    }

    @Test
    void transcribesUtteranceAfterMuteInSegmentOfItsOwn() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD, WORD, WORD, WORD, WORD);
        sessions.timer.advance(LIMIT);
        client.awaitFinals(1);

        // when
        client.send(TestAudio.sound(0.5, 20));
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).extracting(SegmentResult::text).containsExactly("w50", "w20");
    }

    @Test
    void forgetsAudioBeforeMute() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD);

        // when
        sessions.timer.advance(LIMIT);

        // then
        await().untilAsserted(() -> assertThat(sessions.detectorResets).hasValue(1));
    }

    @Test
    void countsNoTimeInWhichAudioIsQueued() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD, WORD, WORD, WORD, WORD);
        CountDownLatch held = sessions.holdSteps();
        client.sendChunk(TestAudio.sound(0.5, 50));

        // when
        sessions.timer.advance(LIMIT.multipliedBy(10));
        held.countDown();
        client.awaitSteps();

        // then
        assertThat(client.finals()).isEmpty();
    }

    @Test
    void sendsNothingForMutedSilence() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(SILENCE, SILENCE);

        // when
        sessions.timer.advance(LIMIT);
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).isEmpty();
    }

    @Test
    void doesNotSplitRecordings() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT.forRecording());
        client.send(WORD, WORD, WORD, WORD, WORD);

        // when
        sessions.timer.advance(LIMIT);
        client.send(WORD, WORD, WORD, WORD, WORD);
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).extracting(SegmentResult::text).containsExactly("w50 w50");
    }

    private TestSessions.Client watched(SessionRequest request) throws SessionRefusedException {
        var client = sessions.open(request);
        new StreamTimeouts(
                        new StreamAge(sessions.timer, Duration.ZERO),
                        new MuteTimeout(sessions.timer),
                        new IdleTimeout(sessions.timer, Duration.ZERO))
                .start(client.session, CallContext.NONE);
        return client;
    }
}
