package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.audiostream.operator.model.Authentication;
import io.audiostream.operator.model.EndpointAccess;
import io.audiostream.operator.model.RateLimit;
import io.audiostream.operator.model.RateLimit.Rate;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The buckets refill once a second, so that a burst of calls finds them empty. */
class EnvoyRateLimitIT extends EnvoyFixture {
    private static final RateLimit ONE_PER_SECOND = new RateLimit(Optional.of(new Rate(1, 1)), Optional.empty());

    @Test
    void refusesCallsAboveRateOfPod() throws Exception {
        // given
        envoy(models -> models.access(access(ONE_PER_SECOND)));
        var channel = envoy.channel();

        // when
        var failure = firstRefusal(channel);

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure).hasMessageContaining("too many new calls per second");
    }

    @Test
    void answersHttpWith429InJson() throws Exception {
        // given
        envoy(models -> models.access(access(ONE_PER_SECOND)));
        var response = new AtomicReference<HttpResponse<String>>();

        // when
        eventually().until(() -> {
            response.set(envoy.get("/v1/audio/transcriptions"));
            return response.get().statusCode() != 200;
        });

        // then
        assertThat(response.get().statusCode()).isEqualTo(429);
        assertThat(response.get().headers().firstValue("retry-after")).contains("1");
        assertThat(response.get().body())
                .startsWith("{\"error\":{")
                .contains("\"message\":\"too many new calls per second", "\"type\":\"rate_limit_error\"");
    }

    @Test
    void doesNotCountOpenStreamsAndHealthChecks() throws Exception {
        // given
        envoy(models -> models.access(access(ONE_PER_SECOND)));
        var channel = envoy.channel();
        var call = Call.open(channel);
        call.send(0);

        // when
        firstRefusal(channel);

        // then
        for (var i = 1; i <= 20; i++) {
            assertThat(call.send(i)).isEqualTo("chunk " + i);
            HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
            assertThat(envoy.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countsEachCallerAlone() throws Exception {
        // given
        var perCaller = new RateLimit(Optional.empty(), Optional.of(new Rate(1, 1)));
        var authentication = new Authentication(Optional.of("keys"), Optional.empty(), Set.of());
        envoy(models -> models.access(new EndpointAccess(
                Optional.empty(), Optional.of(authentication), Optional.of(perCaller), Optional.empty())));
        try (var _ = FakeAuthorization.start(envoy)) {
            // when
            var failure = firstRefusal(as("team-a"));
            var other = catchThrowable(() -> transcribe(as("team-b")));

            // then
            assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(other).isNull();
        }
    }

    @Test
    void appliesChangedRateWithoutDrainingListener() throws Exception {
        // given
        envoy(models -> models);
        var channel = envoy.channel();
        for (var i = 0; i < 20; i++) {
            transcribe(channel);
        }

        // when
        envoy.change(models -> models.access(access(ONE_PER_SECOND)));

        // then
        assertThat(firstRefusal(channel)).hasMessageContaining("too many new calls per second");
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
    }

    private static EndpointAccess access(RateLimit limit) {
        return new EndpointAccess(Optional.empty(), Optional.empty(), Optional.of(limit), Optional.empty());
    }

    /** Makes calls until one is refused. */
    private static Throwable firstRefusal(Channel channel) {
        var refusal = new AtomicReference<Throwable>();
        eventually().until(() -> {
            refusal.set(catchThrowable(() -> transcribe(channel)));
            return refusal.get() != null;
        });
        return refusal.get();
    }

    private Channel as(String caller) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), caller);
        return ClientInterceptors.intercept(envoy.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static void transcribe(Channel channel) {
        var _ = AudioStreamServiceGrpc.newBlockingStub(channel).transcribeAudio(AudioFile.getDefaultInstance());
    }
}
