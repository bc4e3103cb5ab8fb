package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.ConnectionLimits;
import io.audiostream.proto.AudioChunk;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that reach their maximum age. */
class EnvoyConnectionAgeIT extends EnvoyFixture {
    private static final int END_STREAM = 1;

    @BeforeEach
    void startEnvoy() throws Exception {
        envoy(models -> models.connections(new ConnectionLimits(Duration.ofSeconds(1), 100, 100)));
    }

    @Test
    void makesClientReconnectAndServesRunningStream() throws Exception {
        // given
        var channel = envoy.channel();
        var running = Call.open(channel);
        running.send(0);

        // when
        eventually().until(() -> channel.getState(false) == ConnectivityState.IDLE);
        var next = Call.open(channel);

        // then
        assertThat(next.send(0)).isEqualTo("chunk 0");
        assertThat(envoy.stat("http.clients.downstream_cx_total")).isEqualTo(2);
        assertThat(running.send(1)).isEqualTo("chunk 1");
        assertThat(running.finish()).isEqualTo(Status.OK);
        assertThat(next.finish()).isEqualTo(Status.OK);
    }

    @Test
    void servesRunningStreamAfterEnvoyRefusesNewOnes() throws Exception {
        // given
        try (var client = RawHttp2Client.reading(envoy)) {
            client.send(RawHttp2Client.callHeaders(1));
            client.send(chunk(7));
            client.await(RawHttp2Client.DATA);

            // when
            var announced = lastStream(client.await(RawHttp2Client.GOAWAY));
            var refused = lastStream(client.await(RawHttp2Client.GOAWAY));
            client.send(chunk(8));
            var response = client.await(RawHttp2Client.DATA);

            // then
            assertThat(announced).as("Envoy accepts further streams first").isEqualTo(Integer.MAX_VALUE);
            assertThat(refused).isEqualTo(1);
            assertThat(new String(response.payload(), StandardCharsets.UTF_8)).contains("chunk 8");

            // when
            client.send(RawHttp2Client.frame(RawHttp2Client.DATA, END_STREAM, 1));

            // then
            client.awaitClosed();
        }
    }

    private static int lastStream(RawHttp2Client.Frame goAway) {
        return ByteBuffer.wrap(goAway.payload()).getInt();
    }

    private static byte[] chunk(int index) {
        var message = AudioChunk.newBuilder().setChunkIndex(index).build().toByteArray();
        var data = ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message);
        return RawHttp2Client.frame(RawHttp2Client.DATA, 0, 1, data.array());
    }
}
