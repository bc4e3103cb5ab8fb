package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EnvoyStreamsIT extends EnvoyFixture {

    /** Envoy counts its route timeout from the half-close of the client, so it never applies before. */
    @Test
    @Tag("timed")
    void outlivesEnvoysDefaultRouteTimeoutOf15Seconds() throws Exception {
        // given
        envoy(models -> models);
        var call = Call.open(envoy.channel());
        call.send(EchoService.DELAYING_CHUNK);

        // when
        call.halfClose();
        var status = call.awaitEnd();

        // then
        assertThat(status).isEqualTo(Status.OK);
    }

    @Test
    @Tag("timed")
    void survivesSilenceOf20Seconds() throws Exception {
        // given
        envoy(models -> models);
        var call = Call.open(envoy.channel());
        assertThat(call.send(0)).isEqualTo("chunk 0");

        // when
        // The duration itself is the subject of the test.
        eventually().pollDelay(Duration.ofSeconds(20)).until(() -> true);

        // then
        assertThat(call.send(1)).isEqualTo("chunk 1");
        assertThat(call.finish()).isEqualTo(Status.OK);
    }

    /** Envoy's default of 5 minutes applies only where no timeout is set, so the test reads the configuration. */
    @Test
    void setsIdleTimeoutOnEveryRoute() throws Exception {
        // when
        envoy(models -> models);

        // then
        assertThat(envoy.idleTimeouts()).isNotEmpty().containsOnly("3600s", "5s");
    }

    @Test
    void setsNoIdleTimeoutOnStreamsIfItIsOff() throws Exception {
        // when
        envoy(models -> models.streamIdleTimeout(Duration.ZERO));

        // then
        assertThat(envoy.idleTimeouts()).isNotEmpty().containsOnly("0s", "5s", "602s");
    }

    @Test
    @Tag("timed")
    void endsStreamThatIsSilentForIdleTimeout() throws Exception {
        // given
        var idleTimeout = Duration.ofSeconds(10);
        envoy(models -> models.streamIdleTimeout(idleTimeout));
        var call = Call.open(envoy.channel());
        var start = System.nanoTime();
        call.send(0);

        // when
        var status = call.awaitEnd();

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(idleTimeout);
        assertThat(status.getCode()).isNotEqualTo(Status.Code.OK);
        assertThat(envoy.stat("http.clients.downstream_rq_idle_timeout")).isEqualTo(1);
    }

    @Test
    void endsStreamWithoutAnyChunkWithReason() throws Exception {
        // given
        envoy(models -> models.streamIdleTimeout(Duration.ofSeconds(1)));
        var call = Call.open(envoy.channel());

        // when
        var status = call.awaitEnd();

        // then
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("silent", "envoy.streamIdleTimeout");
    }
}
