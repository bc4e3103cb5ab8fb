package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.model.KeepAlive;
import io.grpc.ConnectivityState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnvoyKeepAliveIT extends EnvoyFixture {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** Interval, timeout, and 5 s that Envoy leaves between its GOAWAY and closing; with room to spare. */
    private static final Duration CLOSING = Duration.ofSeconds(12);

    @Test
    void pingsComeAtTheIntervalOfTheSpec() throws Exception {
        // given
        envoy(models -> models.keepAlive(new KeepAlive(INTERVAL, TIMEOUT, true)));

        // when
        try (var client = PingedClient.thatAnswers(envoy.proxy().ports().listener())) {
            await().until(() -> client.pings() >= 4);

            // then
            assertThat(client.intervals())
                    .allSatisfy(interval ->
                            assertThat(interval).isBetween(INTERVAL.minusMillis(300), INTERVAL.plusMillis(300)));
        }
    }

    @Test
    void aClientThatDoesNotAnswerIsDisconnected() throws Exception {
        // given
        envoy(models -> models.keepAlive(new KeepAlive(INTERVAL, TIMEOUT, true)));

        // when
        try (var client = PingedClient.thatIsDead(envoy.proxy().ports().listener())) {
            // then
            assertThat(client.isDisconnectedWithin(Duration.ofSeconds(4))).isTrue();
            assertThat(client.pings()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionWithoutACallIsKeptWhereThatIsPermitted() throws Exception {
        // given
        envoy(models -> models.keepAlive(new KeepAlive(INTERVAL, TIMEOUT, true)));

        // when
        try (var client = PingedClient.thatAnswers(envoy.proxy().ports().listener())) {
            // then
            assertThat(client.isDisconnectedWithin(CLOSING)).isFalse();
        }
    }

    @Test
    void aConnectionWithoutACallIsClosedWhereItIsNotPermitted() throws Exception {
        // given
        envoy(models -> models.keepAlive(new KeepAlive(INTERVAL, TIMEOUT, false)));

        // when
        try (var client = PingedClient.thatAnswers(envoy.proxy().ports().listener())) {
            // then
            assertThat(client.isDisconnectedWithin(CLOSING)).isTrue();
        }
    }

    @Test
    void aSilentCallKeepsItsConnectionAlsoWhereNoneWithoutACallIsKept() throws Exception {
        // given
        envoy(models -> models.keepAlive(new KeepAlive(INTERVAL, TIMEOUT, false)));
        var channel = envoy.channel();
        var call = Call.open(channel);
        call.send(0);

        // when
        // The time itself is what is tested.
        await().pollDelay(CLOSING).atMost(CLOSING.plusSeconds(5)).until(() -> true);

        // then
        assertThat(channel.getState(false)).isEqualTo(ConnectivityState.READY);
        assertThat(call.send(1)).isEqualTo("chunk 1");
    }
}
