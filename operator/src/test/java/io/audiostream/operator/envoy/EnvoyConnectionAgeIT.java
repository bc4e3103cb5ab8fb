package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.ConnectionLimits;
import io.audiostream.proto.AudioChunk;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that reach their maximum age. */
class EnvoyConnectionAgeIT extends EnvoyFixture {
    private static final int END_STREAM = 1;
    private static final int CONNECTIONS = 20;
    private static final Duration AGE = Duration.ofSeconds(20);

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

            // when
            var announced = lastStream(client.await(RawHttp2Client.GOAWAY));
            var refused = lastStream(client.await(RawHttp2Client.GOAWAY));
            client.send(chunk(8));
            awaitChunk(client, 8);

            // then
            assertThat(announced).as("Envoy accepts further streams first").isEqualTo(Integer.MAX_VALUE);
            assertThat(refused).isEqualTo(1);

            // when
            client.send(RawHttp2Client.frame(RawHttp2Client.DATA, END_STREAM, 1));

            // then
            client.awaitClosed();
        }
    }

    /** Without jitter the ages differ by what the machine adds, which is far below a second. */
    @Test
    void closesConnectionsAtDifferentAges() throws Exception {
        // given
        envoy.close();
        envoy(models -> models.connections(new ConnectionLimits(AGE, 100, 100)));

        // when
        var ages = new ArrayList<Duration>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var connection : threads.invokeAll(Collections.<Callable<Duration>>nCopies(CONNECTIONS, this::age))) {
                ages.add(connection.get());
            }
        }

        // then
        var spread = Collections.max(ages).minus(Collections.min(ages));
        assertThat(spread).as("spread of %s", ages).isGreaterThan(AGE.dividedBy(20));
    }

    /** Returns the time until Envoy announces the end of a connection. */
    private Duration age() throws Exception {
        var start = System.nanoTime();
        try (var client = RawHttp2Client.reading(envoy)) {
            client.send(RawHttp2Client.callHeaders(1));
            client.await(RawHttp2Client.GOAWAY);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Waits for the answer to a chunk, which those to earlier chunks precede. */
    private static void awaitChunk(RawHttp2Client client, int index) throws InterruptedException {
        String text;
        do {
            text = new String(client.await(RawHttp2Client.DATA).payload(), StandardCharsets.UTF_8);
        } while (!text.contains("chunk " + index));
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
