package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.audiostream.operator.model.KeepAlive;
import io.audiostream.proto.AudioFile;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnvoyLiveChangeIT extends EnvoyFixture {
    /** Time for one call to end under a changed timeout of 1 s; the old timeouts are far longer. */
    private static final Duration TRIAL = Duration.ofSeconds(20);

    private static final AudioFile SILENCE =
            AudioFile.newBuilder().setFilename(EchoService.SILENCE).build();

    @Test
    void appliesChangedRequestTimeoutWithoutRestartAndKeepsStreamsOpen() throws Exception {
        // given
        envoy(models -> models.requestTimeout(Duration.ofMinutes(10)));
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        envoy.change(models -> models.requestTimeout(Duration.ofSeconds(1)));

        // then
        eventually().untilAsserted(() -> {
            // Under the old timeout the deadline of the client ends the call first.
            var failure = catchThrowable(() -> stub().withDeadlineAfter(TRIAL).transcribeAudio(SILENCE));
            assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        });
        assertThat(call.send(1)).isEqualTo("chunk 1");
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
    }

    @Test
    void appliesChangedIdleTimeoutToNewStreamsOnly() throws Exception {
        // given
        envoy(models -> models);
        var existing = Call.open(envoy.channel());
        existing.send(0);

        // when
        envoy.change(models -> models.streamIdleTimeout(Duration.ofSeconds(1)));

        // then
        eventually().until(() -> {
            // Under the old timeout a silent stream stays open for an hour.
            var fresh = Call.open(envoy.channel());
            return fresh.endsWithin(TRIAL) && fresh.awaitEnd().getCode() != Status.Code.OK;
        });
        assertThat(existing.isOpen()).isTrue();
        assertThat(existing.send(1)).isEqualTo("chunk 1");
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
    }

    @Test
    void appliesChangedKeepAliveToNewConnectionsAndKeepsStreamsOpen() throws Exception {
        // given
        envoy(models -> models.keepAlive(new KeepAlive(Duration.ofHours(1), Duration.ofMinutes(1), true)));
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        var longer = new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(15), true);
        envoy.change(models -> models.keepAlive(longer));
        eventually().until(() -> envoy.stat("listener_manager.listener_modified") == 1);

        // then
        try (var client = PingedClient.responsive(envoy)) {
            client.awaitPings(2);
            assertThat(client.fromAnswerToNextPing())
                    .allSatisfy(pause ->
                            assertThat(pause).isGreaterThan(longer.interval().dividedBy(2)));
        }
        assertThat(call.send(1)).isEqualTo("chunk 1");
    }

    @Test
    void keepsListenerIfEnvoyRejectsChange() throws Exception {
        // given
        envoy(models -> models);
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        envoy.change(models -> models.listenAddress("nowhere"));
        eventually().until(() -> envoy.stat("listener_manager.lds.update_rejected") == 1);

        // then
        assertThat(call.send(1)).isEqualTo("chunk 1");
        assertThat(stub().transcribeAudio(AudioFile.getDefaultInstance()).getText())
                .isEqualTo("0 bytes");

        // when
        envoy.change(models -> models.listenAddress("127.0.0.1")
                .keepAlive(new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(5), true)));

        // then
        eventually().until(() -> envoy.stat("listener_manager.listener_modified") == 1);
        assertThat(call.send(2)).isEqualTo("chunk 2");
    }
}
