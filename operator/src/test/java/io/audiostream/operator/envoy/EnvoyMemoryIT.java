package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Envoy's memory, and what it does before its limit. */
class EnvoyMemoryIT extends EnvoyFixture {
    private static final long MEBI = 1 << 20;
    private static final int STREAMS = 100;
    private static final int STALLED_CALLS = 100;

    /** Exchanges with another client for which the memory no longer grows. */
    private static final int STABLE_EXCHANGES = 2_000;

    @Test
    void holdsHundredStreamsIn60Mebibytes() throws Exception {
        // given
        envoy(models -> models);
        var channel = envoy.channel();

        // when
        var calls =
                IntStream.range(0, STREAMS).mapToObj(i -> Call.open(channel)).toList();
        for (var chunk = 0; chunk < 10; chunk++) {
            for (var call : calls) {
                call.send(chunk);
            }
        }

        // then
        assertThat(envoy.memory("RssAnon")).isLessThan(60 * MEBI);
    }

    @Test
    void refusesRequestsWithoutMemory() throws Exception {
        // given
        envoy(models -> models.memoryLimit("1Mi"));

        // then
        eventually().untilAsserted(() -> {
            var failure = catchThrowable(() -> stub().transcribeAudio(AudioFile.getDefaultInstance()));
            assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("envoy overloaded");
        });
    }

    @Test
    void boundsMemoryForClientsThatDoNotRead() throws Exception {
        // given
        envoy(models -> models);
        var live = Call.open(envoy.channel());
        live.send(0);
        var channel = envoy.channel();

        // when
        for (var i = 0; i < STALLED_CALLS; i++) {
            requestLargeResponseWithoutReading(channel);
        }
        long max = 0;
        var chunk = 0;
        for (var sinceMax = 0; sinceMax < STABLE_EXCHANGES; sinceMax++) {
            assertThat(live.send(++chunk)).isEqualTo("chunk " + chunk);
            var memory = envoy.memory("RssAnon");
            if (memory > max) {
                max = memory;
                sinceMax = 0;
            }
        }

        // then
        assertThat(max)
                .as("bytes, of a limit of 256 MiB and 800 MiB of responses")
                .isLessThan(256 * MEBI);
    }

    private static void requestLargeResponseWithoutReading(Channel channel) {
        var call = channel.newCall(AudioStreamServiceGrpc.getStreamTranscriptionsMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<TranscriptionResponse>() {}, new Metadata());
        call.sendMessage(
                AudioFile.newBuilder().setFilename(EchoService.LARGE_RESPONSE).build());
        call.halfClose();
    }
}
