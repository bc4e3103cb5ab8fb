package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.audiostream.operator.model.Authentication;
import io.audiostream.operator.model.Authentication.OpenService;
import io.audiostream.operator.model.EndpointAccess;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvoyAuthorizationIT extends EnvoyFixture {

    @Test
    void refusesCallsWhileTranscriberDoesNotAnswer() throws Exception {
        // given
        startEnvoy(Set.of(OpenService.HEALTH));

        // when
        var failure = catchThrowable(() -> transcribe(as("team-a")));
        var response = envoy.get("/v1/audio/transcriptions");

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("the transcriber does not answer");
        assertThat(response.statusCode()).isEqualTo(503);
    }

    @Test
    void asksOncePerCallAndPassesNoCredentials() throws Exception {
        // given
        startEnvoy(Set.of());
        try (var authorization = FakeAuthorization.start(envoy)) {
            // when
            var call = Call.open(as("team-a"));
            for (var chunk = 0; chunk < 10; chunk++) {
                call.send(chunk);
            }
            call.finish();

            // then
            assertThat(authorization.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .startsWith("/authorize/audiostream.AudioStreamService/StreamAudio")
                            .doesNotContain("User-agent", "X-forwarded-for", "X-request-id"));
            assertThat(transcriber.nextHeader("x-api-key")).isNull();
        }
    }

    @Test
    void replacesCallerThatClientClaims() throws Exception {
        // given
        startEnvoy(Set.of());
        try (var _ = FakeAuthorization.start(envoy)) {
            // when
            transcribe(with(as("team-a"), "x-audiostream-caller", "key:admin"));

            // then
            assertThat(transcriber.nextHeader("x-audiostream-caller")).isEqualTo("key:team-a");
        }
    }

    @Test
    void removesCallerThatClientClaimsWithoutAuthentication() throws Exception {
        // given
        envoy(models -> models);

        // when
        transcribe(with(envoy.channel(), "x-audiostream-caller", "key:admin"));

        // then
        assertThat(transcriber.nextHeader("x-audiostream-caller")).isNull();
    }

    @Test
    void opensOnlyWhatResourceOpens() throws Exception {
        // given
        startEnvoy(Set.of(OpenService.MODELS));
        try (var _ = FakeAuthorization.start(envoy)) {
            // when
            var health = catchThrowable(this::checkHealth);

            // then
            assertThat(Status.fromThrowable(health).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(health).hasMessageContaining("say \"who\" calls");
            assertThat(envoy.get("/v1/models").statusCode()).isEqualTo(200);
            assertThat(envoy.get("/v1/models/whisper-1").statusCode()).isEqualTo(200);
            assertThat(envoy.get("/v1/other").statusCode()).isEqualTo(401);
            assertThat(envoy.get("/").statusCode()).as("the page").isEqualTo(200);
            assertThat(envoy.get("/page/app.js").statusCode()).isEqualTo(200);
            assertThat(envoy.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void opensServicesWithoutDrainingListener() throws Exception {
        // given
        startEnvoy(Set.of());
        try (var _ = FakeAuthorization.start(envoy)) {
            assertThat(catchThrowable(this::checkHealth)).isNotNull();

            // when
            envoy.change(models -> models.access(access(Set.of(OpenService.HEALTH))));

            // then
            eventually().until(() -> catchThrowable(this::checkHealth) == null);
            assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
        }
    }

    @Test
    void answersHttpInJson() throws Exception {
        // given
        startEnvoy(Set.of());
        try (var _ = FakeAuthorization.start(envoy)) {
            // when
            var response = envoy.get("/v1/models");

            // then
            assertThat(response.body())
                    .isEqualTo("{\"error\":{\"code\":null,\"message\":\"say \\\"who\\\" calls\","
                            + "\"param\":null,\"type\":\"invalid_request_error\"}}\n");
        }
    }

    private void startEnvoy(Set<OpenService> open) throws IOException {
        envoy(models -> models.access(access(open)));
    }

    private static EndpointAccess access(Set<OpenService> open) {
        return new EndpointAccess(
                Optional.empty(),
                Optional.of(new Authentication(Optional.of("keys"), Optional.empty(), open)),
                Optional.empty(),
                Optional.empty());
    }

    private void checkHealth() {
        var health = HealthGrpc.newBlockingStub(envoy.channel()).check(HealthCheckRequest.getDefaultInstance());
        assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
    }

    private Channel as(String caller) {
        return with(envoy.channel(), "x-api-key", caller);
    }

    private static Channel with(Channel channel, String header, String value) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static void transcribe(Channel channel) {
        var _ = AudioStreamServiceGrpc.newBlockingStub(channel).transcribeAudio(AudioFile.getDefaultInstance());
    }
}
