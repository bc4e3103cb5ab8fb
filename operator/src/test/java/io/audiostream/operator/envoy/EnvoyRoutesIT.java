package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvoyRoutesIT extends EnvoyFixture {
    private static final AudioFile SILENCE =
            AudioFile.newBuilder().setFilename(EchoService.SILENCE).build();

    @BeforeEach
    void startEnvoy() throws Exception {
        envoy(models -> models.requestTimeout(Duration.ofSeconds(1)));
    }

    /** The request timeout is 1 s, and Envoy adds 2 s. The upper bound only excludes Envoy's default of 15 s. */
    @Test
    @Tag("timed")
    void endsUnaryCallTwoSecondsAfterRequestTimeout() {
        // given
        var stub = stub();
        stub.transcribeAudio(AudioFile.getDefaultInstance());
        var start = System.nanoTime();

        // when
        var failure = catchThrowable(() -> stub.transcribeAudio(SILENCE));

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(2900), Duration.ofSeconds(14));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("envoy.requestTimeout");
    }

    @Test
    void exemptsStreamedResponseFromRequestTimeout() {
        // given
        var end = new CompletableFuture<Status>();
        AudioStreamServiceGrpc.newStub(envoy.channel()).streamTranscriptions(SILENCE, reportingTo(end));

        // when
        var first = catchThrowable(() -> stub().transcribeAudio(SILENCE));
        var second = catchThrowable(() -> stub().transcribeAudio(SILENCE));

        // then
        assertThat(Stream.of(first, second)
                        .map(failure -> Status.fromThrowable(failure).getCode()))
                .as("calls that the timeout ends")
                .containsOnly(Status.Code.UNAVAILABLE);
        assertThat(end).isNotDone();
    }

    private static StreamObserver<TranscriptionResponse> reportingTo(CompletableFuture<Status> end) {
        return new StreamObserver<>() {
            @Override
            public void onNext(TranscriptionResponse response) {}

            @Override
            public void onError(Throwable failure) {
                end.complete(Status.fromThrowable(failure));
            }

            @Override
            public void onCompleted() {
                end.complete(Status.OK);
            }
        };
    }

    @Test
    void passesDeadlineOfClientToTranscriber() throws Exception {
        // when
        stub().withDeadlineAfter(500, TimeUnit.SECONDS).transcribeAudio(AudioFile.getDefaultInstance());

        // then
        assertThat(Long.parseLong(transcriber.nextHeader("deadline-ms"))).isBetween(380_000L, 500_000L);
    }

    @Test
    void addsNoDeadline() throws Exception {
        // when
        stub().transcribeAudio(AudioFile.getDefaultInstance());

        // then
        assertThat(transcriber.nextHeader("deadline-ms")).isNull();
    }

    @Test
    void keepsRequestIdOfClient() throws Exception {
        // given
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), "my-own-id");
        // Marks the call as external. Envoy replaces the id of external calls unless configured otherwise.
        headers.put(Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER), "198.51.100.7");

        // when
        stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .transcribeAudio(AudioFile.getDefaultInstance());

        // then
        assertThat(transcriber.nextHeader("x-request-id")).isEqualTo("my-own-id");
    }

    @Test
    void replacesTimeoutsThatClientSends() throws Exception {
        // given
        var headers = new Metadata();
        headers.put(Metadata.Key.of(Routes.REQUEST_TIMEOUT, Metadata.ASCII_STRING_MARSHALLER), "7");

        // when
        stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .transcribeAudio(AudioFile.getDefaultInstance());

        // then
        assertThat(transcriber.nextHeader(Routes.REQUEST_TIMEOUT)).isEqualTo("1000");
    }

    @Test
    void addsMissingRequestId() throws Exception {
        // when
        stub().transcribeAudio(AudioFile.getDefaultInstance());

        // then
        assertThat(transcriber.nextHeader("x-request-id")).hasSizeGreaterThan(20);
    }

    @Test
    void routesHealthAndReflection() throws Exception {
        // given
        var channel = envoy.channel();

        // when
        var health = HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
        var services = new CompletableFuture<ServerReflectionResponse>();
        ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(into(services))
                .onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

        // then
        assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
        assertThat(services.get(EVENT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .getListServicesResponse()
                        .getServiceList())
                .anySatisfy(service -> assertThat(service.getName()).isEqualTo("audiostream.AudioStreamService"));
    }

    @Test
    void rejectsUnknownMethodAsUnimplemented() {
        // when
        var failure = catchThrowable(() -> ClientCalls.blockingUnaryCall(
                envoy.channel(), unknownMethod(), CallOptions.DEFAULT, AudioFile.getDefaultInstance()));

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(failure).hasMessageContaining("this port serves audiostream.AudioStreamService");
    }

    @Test
    void routesHttpPaths() throws Exception {
        // given
        var post = HttpRequest.newBuilder(envoy.uri("/v1/audio/transcriptions?a=b"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100_000]))
                .build();

        // when / then
        assertThat(envoy.http(post).body()).isEqualTo("POST /v1/audio/transcriptions?a=b 100000");
        assertThat(envoy.get("/healthz").body()).isEqualTo("GET /healthz 0");
        assertThat(envoy.get("/readyz").body()).isEqualTo("GET /readyz 0");
    }

    @Test
    void routesPage() throws Exception {
        assertThat(envoy.get("/").body()).isEqualTo("GET / 0");
        assertThat(envoy.get("/page/app.js").body()).isEqualTo("GET /page/app.js 0");
    }

    @Test
    void turnsPageOff() throws Exception {
        // given
        assertThat(envoy.get("/").statusCode()).isEqualTo(200);

        // when
        envoy.change(ProxyModels::withoutPage);

        // then
        eventually().until(() -> envoy.get("/").statusCode() == 404);
        assertThat(envoy.get("/page/app.js").statusCode()).isEqualTo(404);
    }

    /** The transcriber serves {@code /statusz} to the operator only, not through Envoy. */
    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/statusz", "/statusz/", "/v1/../statusz", "/v1/%2e%2e/statusz"})
    void rejectsUnknownPathAsNotFound(String path) throws Exception {
        // when
        var response = envoy.get(path);

        // then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("this port serves POST /v1/audio/transcriptions");
    }

    @Test
    void reportsStoppedTranscriberAsUnavailableWithoutConnectTimeout() throws Exception {
        // given
        transcriber.close();

        // when
        var failure = catchThrowable(() -> stub().transcribeAudio(AudioFile.getDefaultInstance()));
        var page = envoy.get("/readyz");

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("the transcriber does not answer");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("the transcriber does not answer");
        // A refused connection fails at once; only a connect timeout would make clients wait.
        assertThat(envoy.stat("cluster.transcriber-grpc.upstream_cx_connect_fail"))
                .isPositive();
        assertThat(envoy.stat("cluster.transcriber-grpc.upstream_cx_connect_timeout"))
                .isZero();
        assertThat(envoy.stat("cluster.transcriber-http.upstream_cx_connect_timeout"))
                .isZero();
    }

    @Test
    void logsCallsWithoutTheirContent() throws Exception {
        // given
        var file = AudioFile.newBuilder()
                .setAudioData(ByteString.copyFromUtf8("spoken-words"))
                .build();

        // when
        stub().transcribeAudio(file);
        envoy.get("/v1/models?spoken-words");

        // then
        eventually()
                .untilAsserted(() -> assertThat(envoy.log())
                        .contains(
                                "\"path\":\"/audiostream.AudioStreamService/TranscribeAudio\"",
                                "\"path\":\"/v1/models\"")
                        .containsPattern("\"request_id\":\"[0-9a-f-]{36}\"")
                        .doesNotContain("spoken-words"));
    }

    private static MethodDescriptor<AudioFile, AudioFile> unknownMethod() {
        return MethodDescriptor.<AudioFile, AudioFile>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("other.Service/Call")
                .setRequestMarshaller(ProtoUtils.marshaller(AudioFile.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(AudioFile.getDefaultInstance()))
                .build();
    }

    private static <T> StreamObserver<T> into(CompletableFuture<T> first) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                first.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                first.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        };
    }
}
