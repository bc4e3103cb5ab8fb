package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client needs behind each proxy of docs/exposing.md: the real proxy, with the file of the guide, in front of
 * the real Envoy and the real model.
 */
@ExtendWith(SharedLocalService.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class ProxyContract {

    private final String endpoint;
    private Proxies proxies;
    private RunningProxy documented;

    ProxyContract(LocalService service) {
        endpoint = service.endpoint();
    }

    /** Returns the file of the guide. */
    abstract ExposingExample example();

    abstract RunningProxy start(Proxies proxies, ExposingExample example);

    @BeforeAll
    void startDocumented(@TempDir Path folder) {
        proxies = new Proxies(endpoint, folder);
        documented = start(example());
    }

    @AfterAll
    void stopDocumented() {
        documented.close();
    }

    @Test
    void streamsSpeech() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream =
                AudioStreamServiceGrpc.newStub(documented.channel()).streamAudio(responses);

        // when
        for (int i = 0; i < Recording.phrase().size(); i += Recording.BYTES_PER_SECOND / 10) {
            int end = Math.min(
                    i + Recording.BYTES_PER_SECOND / 10, Recording.phrase().size());
            stream.onNext(AudioChunk.newBuilder()
                    .setAudioData(Recording.phrase().substring(i, end))
                    .build());
        }
        stream.onCompleted();

        // then
        assertThat(responses.awaitStatus()).isEqualTo(Status.OK);
        assertThat(responses.finalText()).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void transcribesRecordingOfMoreThan1MiB() {
        // when
        TranscriptionResponse response = LocalService.blockingStub(documented.channel())
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(LargeRecording.wav())
                        .build());

        // then
        assertThat(TextNormalizer.normalize(response.getText())).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void transcribesUploadOfMoreThan1MiBOverHttp() throws IOException, InterruptedException {
        // when
        HttpResponse<String> response = documented.upload(LargeRecording.wav());

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TextNormalizer.normalize(response.body())).contains(Recording.PHRASE_TEXT);
    }

    /** A browser calls by gRPC-Web, which carries the status in the body. */
    @Test
    void answersGrpcWeb() throws IOException, InterruptedException {
        // given
        byte[] emptyMessage = new byte[5];

        // when
        HttpResponse<String> response =
                documented.send(HttpRequest.newBuilder(documented.uri("/grpc.health.v1.Health/Check"))
                        .header("Content-Type", "application/grpc-web+proto")
                        .header("X-Grpc-Web", "1")
                        .POST(BodyPublishers.ofByteArray(emptyMessage)));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("grpc-status:0");
    }

    /** The proxy must not send a request of one protocol over an idle connection of the other one. */
    @Test
    void servesHttpAfterGrpc() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            // when
            HealthCheckResponse health = HealthGrpc.newBlockingStub(documented.channel())
                    .withDeadlineAfter(Timeouts.EVENT)
                    .check(HealthCheckRequest.getDefaultInstance());
            HttpResponse<String> models = documented.send(HttpRequest.newBuilder(documented.uri("/v1/models")));

            // then
            assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
            assertThat(models.statusCode()).as(models.body()).isEqualTo(200);
        }
    }

    /** Starts a proxy whose file differs from the documented one. */
    final RunningProxy start(ExposingExample example) {
        return start(proxies, example);
    }

    /**
     * Has the clients of two streams fall silent: one behind a proxy with a short limit, one behind the documented
     * proxy. Returns the status of the first after the second has outlived it.
     */
    final Status endOfSilentClientThatTheDocumentedProxyKeeps(ExposingExample shortLimit) {
        try (RunningProxy impatient = start(shortLimit)) {
            var kept = SilentStream.open(documented.channel());
            var cut = SilentStream.open(impatient.channel());
            Status status = cut.awaitStatus();
            assertThat(kept.speak(Recording.phrase())).contains(Recording.PHRASE_TEXT);
            return status;
        }
    }

    /** The same for two calls that wait for an answer of the service: watches of its health, which does not change. */
    final Status endOfSilentServiceThatTheDocumentedProxyKeeps(ExposingExample shortLimit) {
        try (RunningProxy impatient = start(shortLimit)) {
            CompletableFuture<Status> kept = watchHealth(documented);
            Status status = watchHealth(impatient).get(Timeouts.EVENT.toSeconds(), TimeUnit.SECONDS);
            assertThat(kept).isNotDone();
            return status;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Asserts that a client notices: it must not take the end for the end of the audio. */
    static void assertIsError(Status status) {
        assertThat(status.getCode()).as(status.toString()).isNotEqualTo(Code.OK);
    }

    private static CompletableFuture<Status> watchHealth(RunningProxy proxy) {
        var status = new CompletableFuture<Status>();
        HealthGrpc.newStub(proxy.channel())
                .watch(HealthCheckRequest.getDefaultInstance(), new StreamObserver<HealthCheckResponse>() {
                    @Override
                    public void onNext(HealthCheckResponse response) {}

                    @Override
                    public void onError(Throwable cause) {
                        status.complete(Status.fromThrowable(cause));
                    }

                    @Override
                    public void onCompleted() {
                        status.complete(Status.OK);
                    }
                });
        return status;
    }
}
