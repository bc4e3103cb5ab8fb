package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ConnectivityState;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** Connections and streams of clients while a pod drains. */
class EnvoyDrainIT extends EnvoyFixture {
    private static final String CONNECTIONS = "http.clients.downstream_cx_total";

    @Test
    void servesStreamOnDrainingConnectionAndMakesClientReconnect() throws Exception {
        // given
        envoy(models -> models);
        var channel = envoy.channel();
        var running = Call.open(channel);
        running.send(0);
        envoy.drainListeners();

        // when
        var late = Call.open(channel);

        // then
        assertThat(late.send(0)).isEqualTo("chunk 0");
        eventually().until(() -> channel.getState(false) == ConnectivityState.IDLE);
        assertThat(running.send(1)).isEqualTo("chunk 1");
        assertThat(late.send(1)).isEqualTo("chunk 1");
        assertThat(envoy.stat(CONNECTIONS)).isEqualTo(1);

        // when
        var next = Call.open(channel);

        // then
        assertThat(next.send(0)).isEqualTo("chunk 0");
        assertThat(envoy.stat(CONNECTIONS)).isEqualTo(2);
        assertThat(running.finish()).isEqualTo(Status.OK);
        assertThat(late.finish()).isEqualTo(Status.OK);
        assertThat(next.finish()).isEqualTo(Status.OK);
    }
}
