package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.KeepAlive;
import io.grpc.ConnectivityState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * These tests have no upper bound of a time. Envoy starts the next interval when it receives the answer to a PING, so
 * the interval is a lower bound on any machine. The tests allow for half of it, because Envoy measures from the start
 * of an iteration of its event loop. Otherwise the tests compare the order of events on two connections.
 */
class EnvoyKeepAliveIT extends EnvoyFixture {
    /** The timeout leaves a stalled client several seconds for its answer. */
    private static final KeepAlive SHORT = new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(9), true);

    private static final KeepAlive LONG = new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(19), true);
    private static final KeepAlive ONLY_WITH_CALLS = new KeepAlive(SHORT.interval(), SHORT.timeout(), false);

    private RunningEnvoy other;

    @AfterEach
    void stopOther() throws Exception {
        if (other != null) {
            other.close();
        }
    }

    @Test
    void sendsPingsAtTheIntervalOfTheSpec() throws Exception {
        // given
        envoy(models -> models.keepAlive(SHORT));
        other = RunningEnvoy.start(models -> models.upstream(transcriber).keepAlive(LONG));

        // when
        try (var often = PingedClient.responsive(envoy);
                var seldom = PingedClient.responsive(other)) {
            seldom.awaitPings(2);

            // then
            assertThat(often.pings()).isGreaterThan(seldom.pings());
            assertThat(often.fromAnswerToNextPing())
                    .isNotEmpty()
                    .allSatisfy(pause ->
                            assertThat(pause).isGreaterThan(SHORT.interval().dividedBy(2)));
            assertThat(seldom.fromAnswerToNextPing())
                    .isNotEmpty()
                    .allSatisfy(pause ->
                            assertThat(pause).isGreaterThan(LONG.interval().dividedBy(2)));
        }
    }

    @Test
    void closesTheConnectionOfAClientThatDoesNotAnswer() throws Exception {
        // given
        envoy(models -> models.keepAlive(SHORT));

        // when
        try (var dead = PingedClient.unresponsive(envoy);
                var alive = PingedClient.responsive(envoy)) {
            dead.awaitDisconnect();

            // then
            assertThat(dead.pings()).isEqualTo(1);
            alive.awaitPings(alive.pings() + 1);
            assertThat(alive.isConnected()).isTrue();
        }
    }

    @Test
    void keepsConnectionsWithoutACallOnlyWhereThatIsPermitted() throws Exception {
        // given
        envoy(models -> models.keepAlive(ONLY_WITH_CALLS));
        other = RunningEnvoy.start(models -> models.upstream(transcriber).keepAlive(SHORT));

        // when
        try (var permitted = PingedClient.responsive(other);
                var notPermitted = PingedClient.responsive(envoy)) {
            notPermitted.awaitDisconnect();

            // then
            permitted.awaitPings(permitted.pings() + 1);
            assertThat(permitted.isConnected()).isTrue();
        }
    }

    @Test
    void keepsTheConnectionOfASilentCallWhereConnectionsWithoutACallAreClosed() throws Exception {
        // given
        envoy(models -> models.keepAlive(ONLY_WITH_CALLS));
        var channel = envoy.channel();
        var call = Call.open(channel);
        call.send(0);

        // when
        try (var withoutCall = PingedClient.responsive(envoy)) {
            withoutCall.awaitDisconnect();
        }

        // then
        assertThat(channel.getState(false)).isEqualTo(ConnectivityState.READY);
        assertThat(call.send(1)).isEqualTo("chunk 1");
    }
}
