package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** nginx, as docs/exposing.md configures it, and what goes wrong with its defaults. */
class NginxIT extends ProxyContract {

    private static final String UNLIMITED_BODY = "client_max_body_size 0;";

    /** One byte more than the default of {@code client_max_body_size}. */
    private static final int MORE_THAN_DEFAULT_BODY = (1 << 20) + 1;

    NginxIT(LocalService service) {
        super(service);
    }

    @Override
    ExposingExample example() {
        return ExposingExample.of("nginx.conf");
    }

    @Override
    RunningProxy start(Proxies proxies, ExposingExample example) {
        return proxies.nginx(example);
    }

    @Test
    void keepsSilentClientUnlessBodyTimeoutIsShort() {
        // when
        Status status = endOfSilentClientThatTheDocumentedProxyKeeps(
                example().with("client_body_timeout 65m", "client_body_timeout 1s"));

        // then
        assertIsError(status);
    }

    @Test
    void keepsSilentServiceUnlessReadTimeoutIsShort() {
        // when
        Status status = endOfSilentServiceThatTheDocumentedProxyKeeps(
                example().with("grpc_read_timeout 65m", "grpc_read_timeout 1s"));

        // then
        assertIsError(status);
    }

    /** The client sends small chunks; nginx adds them up. */
    @Test
    void endsStreamOf1MiBWithDefaultBodySize() {
        try (RunningProxy limited = start(example().without(UNLIMITED_BODY))) {
            // given
            var responses = new ResponseRecorder();
            StreamObserver<AudioChunk> stream =
                    AudioStreamServiceGrpc.newStub(limited.channel()).streamAudio(responses);
            var chunk = AudioChunk.newBuilder()
                    .setAudioData(ByteString.copyFrom(new byte[Recording.BYTES_PER_SECOND]))
                    .build();

            // when
            for (int sent = 0; sent < MORE_THAN_DEFAULT_BODY; sent += Recording.BYTES_PER_SECOND) {
                stream.onNext(chunk);
            }

            // then
            assertIsError(responses.awaitStatus());
            // nginx answers 413, or resets the stream if it has forwarded the headers of the response already.
            assertThat(responses.awaitStatus().getDescription()).containsAnyOf("413", "INTERNAL_ERROR");
        }
    }

    /** The default of {@code proxy_http_version} in nginx 1.22. */
    @Test
    void transcribesUploadOverHttp10() throws IOException, InterruptedException {
        try (RunningProxy stock =
                start(example().without("proxy_http_version 1.1;").without("proxy_request_buffering off;"))) {
            // when
            HttpResponse<String> response = stock.upload(LargeRecording.wav());

            // then
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(TextNormalizer.normalize(response.body())).contains(Recording.PHRASE_TEXT);
        }
    }
}
