package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.audiostream.operator.model.KeepAlive;
import io.audiostream.proto.AudioFile;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class EnvoyLiveChangeIT extends EnvoyFixture {
    /** Time for one call to end under a changed timeout of 1 s; the old timeouts are far longer. */
    private static final Duration TRIAL = Duration.ofSeconds(20);

    private static final int STREAMS = 50;
    private static final int CONNECTIONS = 5;

    /** Prefix of the statistics of the routes. */
    private static final String ROUTES = "http.clients.rds.audiostream.";

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
    void cutsNoneOfFiftyStreamsWhenRoutesAndClustersChange() throws Exception {
        // given
        envoy(models -> models);
        var calls = new ArrayList<Call>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            var channel = envoy.channel();
            for (int stream = 0; stream < STREAMS / CONNECTIONS; stream++) {
                calls.add(Call.open(channel));
            }
        }
        for (var call : calls) {
            assertThat(call.send(0)).isEqualTo("chunk 0");
        }

        // when
        envoy.change(models -> models.maxSendMessageBytes(1 << 20)
                .requestTimeout(Duration.ofSeconds(7))
                .streamIdleTimeout(Duration.ofMinutes(7)));
        awaitVersion();

        // then
        for (var call : calls) {
            assertThat(call.send(1)).isEqualTo("chunk 1");
        }
        assertThat(calls)
                .hasSize(STREAMS)
                .allSatisfy(call -> assertThat(call.finish()).isEqualTo(Status.OK));
        assertThat(envoy.stat("http.clients.downstream_cx_total")).isEqualTo(CONNECTIONS);
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
    }

    @Test
    void reportsAcceptedVersionAndKeepsRoutesThatEnvoyRejects() throws Exception {
        // given
        envoy(models -> models);
        awaitVersion();
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        envoy.replace("rds.yaml", "timeout: \"602s\"", "timeout: \"-1s\"");
        eventually().until(() -> envoy.stat(ROUTES + "update_rejected") == 1);

        // then
        assertThat(envoy.text(ROUTES + "version_text")).isEqualTo(version().routes());
        assertThat(call.send(1)).isEqualTo("chunk 1");
        assertThat(stub().transcribeAudio(AudioFile.getDefaultInstance()).getText())
                .isEqualTo("0 bytes");

        // when
        envoy.change(models -> models.requestTimeout(Duration.ofSeconds(8)));

        // then
        awaitVersion();
        assertThat(call.send(2)).isEqualTo("chunk 2");
    }

    @Test
    void keepsListenerOfRunningEnvoy() throws Exception {
        // given
        envoy(models -> models);
        var call = Call.open(envoy.channel());
        call.send(0);

        // when
        envoy.change(models -> models.keepAlive(new KeepAlive(Duration.ofSeconds(2), Duration.ofSeconds(1), true))
                .requestTimeout(Duration.ofSeconds(7)));
        awaitVersion();

        // then
        assertThat(call.send(1)).isEqualTo("chunk 1");
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
        assertThat(envoy.stat("listener_manager.total_listeners_draining")).isZero();
    }

    private EnvoyVersion version() {
        return EnvoyConfig.of(envoy.proxy()).version();
    }

    /** Waits until Envoy reports the versions of the current files, in the statistics that the transcriber reads. */
    private void awaitVersion() {
        eventually()
                .until(() ->
                        envoy.text(ROUTES + "version_text").equals(version().routes())
                                && envoy.text("cluster_manager.cds.version_text")
                                        .equals(version().clusters()));
    }
}
