package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.model.KeepAlive;
import io.audiostream.proto.AudioFile;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EnvoyLiveChangeIT extends EnvoyFixture {
    private static final AudioFile SILENCE =
            AudioFile.newBuilder().setFilename(EchoService.SILENCE).build();

    @Test
    void aChangedTimeoutHoldsWithoutARestartAndCutsNoStream() throws Exception {
        // given
        envoy(models -> models.requestTimeout(Duration.ofSeconds(60)));
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        envoy.change(models -> models.requestTimeout(Duration.ofSeconds(1)));

        // then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var failure = catchThrowable(
                    () -> stub().withDeadlineAfter(5, TimeUnit.SECONDS).transcribeAudio(SILENCE));
            assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        });
        assertThat(call.send(1)).isEqualTo("chunk 1");
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
    }

    @Test
    void aChangedIdleTimeoutHoldsForNewStreamsOnly() throws Exception {
        // given
        envoy(models -> models);
        var old = Call.open(envoy.channel());
        old.send(0);

        // when
        envoy.change(models -> models.streamIdleTimeout(Duration.ofSeconds(1)));
        await().until(() -> envoy.stat("http.clients.rds.audiostream.update_success") == 2);
        var fresh = Call.open(envoy.channel());

        // then
        assertThat(fresh.endWithin(Duration.ofSeconds(10)).getCode()).isNotEqualTo(Status.Code.OK);
        assertThat(old.isOpen()).isTrue();
        assertThat(old.send(1)).isEqualTo("chunk 1");
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
    }

    @Test
    void aChangedKeepAliveReachesNewConnectionsAndOldStreamsGoOn() throws Exception {
        // given
        envoy(models -> models);
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        var longer = new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(15), true);
        envoy.change(models -> models.keepAlive(longer));
        await().until(() -> envoy.stat("listener_manager.listener_modified") == 1);

        // then
        try (var client = PingedClient.thatAnswers(envoy)) {
            client.awaitPings(2);
            assertThat(client.fromAnswerToNextPing())
                    .allSatisfy(pause ->
                            assertThat(pause).isGreaterThan(longer.interval().dividedBy(2)));
        }
        assertThat(call.send(1)).isEqualTo("chunk 1");
    }

    @Test
    void aListenerThatEnvoyRefusesLeavesTheOldOneAtWork() throws Exception {
        // given
        envoy(models -> models);
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        envoy.change(models -> models.listenAddress("nowhere"));
        await().until(() -> envoy.stat("listener_manager.lds.update_rejected") == 1);

        // then
        assertThat(call.send(1)).isEqualTo("chunk 1");
        assertThat(stub().transcribeAudio(AudioFile.getDefaultInstance()).getText())
                .isEqualTo("0 bytes");

        // when
        envoy.change(models -> models.listenAddress("127.0.0.1")
                .keepAlive(new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(5), true)));

        // then
        await().until(() -> envoy.stat("listener_manager.listener_modified") == 1);
        assertThat(call.send(2)).isEqualTo("chunk 2");
    }
}
