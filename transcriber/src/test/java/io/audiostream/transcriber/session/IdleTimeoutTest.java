package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleTimeoutTest {

    private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(10);

    /** A tenth before the proxy's timeout. */
    private static final Duration LIMIT = Duration.ofSeconds(9);

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final ByteString WORD = TestAudio.sound(0.5, 50);

    private final TestSessions sessions = new TestSessions(1);

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void endsSessionWithFinalsAndResumePoint() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD, WORD);

        // when
        sessions.timer.advance(LIMIT);

        // then
        assertThat(client.awaitEnd()).get().isInstanceOfSatisfying(ResumableException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(ResumableException.Cause.IDLE);
            assertThat(failure.progress().resumeChunk()).isEqualTo(2);
            assertThat(failure).hasMessageContaining("no audio");
        });
        assertThat(client.finals()).singleElement().satisfies(last -> {
            assertThat(last.text()).isEqualTo("w50 w50");
            assertThat(last.endReason()).isEqualTo(EndReason.IDLE);
        });
        assertThat(sessions.slots.inUse()).isZero();
    }

    @Test
    void appliesTimeoutThatTrustedProxySetsForTheCall() throws Exception {
        // given
        var client = sessions.open(SessionRequest.DEFAULT);
        var call = CallContext.NONE.withTimeouts(new ProxyTimeouts(null, PROXY_TIMEOUT));
        new IdleTimeout(sessions.timer, Duration.ofHours(1), true).watch(client.session, call);

        // when
        sessions.timer.advance(LIMIT);

        // then
        assertThat(client.awaitEnd()).get().isInstanceOf(ResumableException.class);
    }

    @Test
    void endsRecordingThatStops() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT.forRecording());
        client.send(WORD);

        // when
        sessions.timer.advance(LIMIT);

        // then
        assertThat(client.awaitEnd()).get().isInstanceOf(ResumableException.class);
    }

    @Test
    void endsSessionThatSendsEmptyChunks() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD);

        // when
        sessions.timer.advance(LIMIT.minus(MILLI));
        client.awaitSteps();
        sessions.timer.advance(MILLI);

        // then
        assertThat(client.awaitEnd()).isPresent();
    }

    @Test
    void startsAgainAfterAudio() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD);

        // when
        for (int i = 0; i < 3; i++) {
            sessions.timer.advance(LIMIT.minus(MILLI));
            client.send(WORD);
        }

        // then
        assertThat(client.ended()).isFalse();
    }

    @Test
    void doesNotEndSessionWhoseAudioHasEnded() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);
        client.send(WORD);
        var held = sessions.holdSteps();
        client.session.end();

        // when
        sessions.timer.advance(LIMIT.multipliedBy(2));
        held.countDown();

        // then
        assertThat(client.awaitEnd()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1s, 900ms", "10s, 9s", "300s, 270s", "301s, 271s", "3600s, 3570s"})
    void precedesProxy(String proxyTimeout, String expected) throws Exception {
        // when
        var client = sessions.open(SessionRequest.DEFAULT);
        new IdleTimeout(sessions.timer, duration(proxyTimeout)).watch(client.session, CallContext.NONE);

        // then
        assertThat(sessions.timer.scheduled(duration(expected))).isEqualTo(1);
    }

    @Test
    void isOffForZero() throws Exception {
        // given
        var client = sessions.open(SessionRequest.DEFAULT);
        new IdleTimeout(sessions.timer, Duration.ZERO).watch(client.session, CallContext.NONE);
        client.send(WORD);

        // when
        sessions.timer.advance(Duration.ofDays(1));
        client.awaitSteps();

        // then
        assertThat(client.ended()).isFalse();
    }

    @Test
    void leavesNoTaskBehind() throws Exception {
        // given
        var client = watched(SessionRequest.DEFAULT);

        // when
        client.session.cancel();

        // then
        assertThat(List.copyOf(sessions.timer.getQueue()))
                .allSatisfy(task -> assertThat(((java.util.concurrent.Future<?>) task).isCancelled())
                        .isTrue());
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text.replace("900ms", "0.9s"));
    }

    private TestSessions.Client watched(SessionRequest request) throws SessionRefusedException {
        var client = sessions.open(request);
        new IdleTimeout(sessions.timer, PROXY_TIMEOUT).watch(client.session, CallContext.NONE);
        return client;
    }
}
