package io.audiostream.operator.envoy;

import static io.audiostream.operator.envoy.RawHttp2Client.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients whose frames cost Envoy more than themselves, beside a stream that goes on. */
class EnvoyFloodIT extends EnvoyFixture {
    private static final int FRAMES_AT_ONCE = 1_000;
    private static final int MAX_WRITES = 20_000;

    /** Error code of a cancelled stream. */
    private static final byte[] CANCEL = {0, 0, 0, 8};

    private Call call;

    @BeforeEach
    void openStream() throws Exception {
        envoy(models -> models);
        call = Call.open(envoy.channel());
        call.send(0);
    }

    @AfterEach
    void stillServesStream() throws Exception {
        assertThat(call.send(1)).isEqualTo("chunk 1");
    }

    @Test
    void closesConnectionThatResetsItsStreamsRapidly() throws Exception {
        // given
        try (var client = RawHttp2Client.reading(envoy)) {
            // when
            for (var stream = 1; stream < 2 * FRAMES_AT_ONCE; stream += 2) {
                client.send(RawHttp2Client.callHeaders(stream));
                client.send(frame(RawHttp2Client.RST_STREAM, 0, stream, CANCEL));
            }

            // then
            client.awaitClosed();
        }
        assertThat(envoy.stat("http.clients.downstream_rq_too_many_premature_resets"))
                .isEqualTo(1);
        assertThat(envoy.stat("http.clients.downstream_rq_total")).isLessThan(FRAMES_AT_ONCE / 2);
    }

    @ParameterizedTest
    @CsvSource({
        RawHttp2Client.PING + ", 0, 8, http.clients.downstream_cx_destroy_local",
        RawHttp2Client.SETTINGS + ", 0, 0, http.clients.downstream_cx_destroy_local",
        RawHttp2Client.PRIORITY + ", 1, 5, http2.inbound_priority_frames_flood",
        RawHttp2Client.DATA + ", 1, 0, http2.inbound_empty_frames_flood"
    })
    void closesConnectionThatFloodsAndDoesNotRead(int type, int stream, int size, String stat) throws Exception {
        // given
        try (var client = RawHttp2Client.notReading(envoy)) {
            client.send(RawHttp2Client.callHeaders(1));
            var flood = new ByteArrayOutputStream();
            for (var i = 0; i < FRAMES_AT_ONCE; i++) {
                flood.writeBytes(frame(type, 0, stream, new byte[size]));
            }

            // when
            var writes = 0;
            while (client.send(flood.toByteArray()) && writes < MAX_WRITES) {
                writes++;
            }

            // then
            assertThat(writes).isLessThan(MAX_WRITES);
        }
        assertThat(envoy.stat(stat)).isEqualTo(1);
    }
}
