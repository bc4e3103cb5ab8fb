package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnvoyStreamsIT extends EnvoyFixture {

    /** That timeout begins when the client has said all; while it may still speak, it never passes. */
    @Test
    void aStreamOutlivesEnvoysDefaultRouteTimeoutOf15Seconds() throws Exception {
        // given
        envoy(models -> models);
        var call = Call.open(envoy.channel());
        call.send(EchoService.HARD_CHUNK);

        // when
        call.halfClose();
        var status = call.endWithin(EchoService.THINKING.plusSeconds(10));

        // then
        assertThat(status).isEqualTo(Status.OK);
    }

    @Test
    void aStreamMayBeSilentFor20Seconds() throws Exception {
        // given
        envoy(models -> models);

        // then
        assertThatAStreamSurvivesSilenceOf(Duration.ofSeconds(20));
    }

    /**
     * Envoy's own 5 minutes hold only where no other time is set: to wait for them would tell no more than Envoy does.
     */
    @Test
    void envoysDefaultIdleTimeoutOf5MinutesIsNowhere() throws Exception {
        // when
        envoy(models -> models);

        // then
        assertThat(envoy.idleTimeouts()).isNotEmpty().containsOnly("3600s", "5s");
    }

    @Test
    void aStreamMayBeSilentForEverWhereTheTimeoutIsOff() throws Exception {
        // when
        envoy(models -> models.streamIdleTimeout(Duration.ZERO));

        // then
        assertThat(envoy.idleTimeouts()).isNotEmpty().containsOnly("0s", "5s", "32s");
    }

    @Test
    void aStreamThatIsSilentForTooLongIsEnded() throws Exception {
        // given
        envoy(models -> models.streamIdleTimeout(Duration.ofSeconds(2)));
        var call = Call.open(envoy.channel());
        var begin = System.nanoTime();
        call.send(0);

        // when
        var status = call.endWithin(Duration.ofSeconds(10));

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(status.getCode()).isNotEqualTo(Status.Code.OK);
        assertThat(envoy.stat("http.clients.downstream_rq_idle_timeout")).isEqualTo(1);
    }

    @Test
    void aStreamThatNeverSaysAnythingIsToldWhyItIsEnded() throws Exception {
        // given
        envoy(models -> models.streamIdleTimeout(Duration.ofSeconds(1)));
        var call = Call.open(envoy.channel());

        // when
        var status = call.endWithin(Duration.ofSeconds(10));

        // then
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("silent", "envoy.streamIdleTimeout");
    }

    private void assertThatAStreamSurvivesSilenceOf(Duration silence) throws IOException, InterruptedException {
        var call = Call.open(envoy.channel());
        assertThat(call.send(0)).isEqualTo("chunk 0");

        // The time itself is what is tested.
        await().pollDelay(silence).atMost(silence.plusSeconds(10)).until(() -> true);

        assertThat(call.send(1)).isEqualTo("chunk 1");
        assertThat(call.finish()).isEqualTo(Status.OK);
    }
}
