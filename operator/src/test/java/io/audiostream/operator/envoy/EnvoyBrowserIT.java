package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.TranscriptionResponse;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of web pages: gRPC-Web, and what CORS permits. */
class EnvoyBrowserIT extends EnvoyFixture {
    private static final String SERVICE = "/audiostream.AudioStreamService/";
    private static final String ORIGIN = "https://app.example.com";
    private static final AudioFile FILE = AudioFile.newBuilder()
            .setAudioData(ByteString.copyFrom(new byte[77]))
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"TranscribeAudio", "StreamTranscriptions"})
    void servesGrpcWeb(String method) throws Exception {
        // given
        envoy(models -> models);

        // when
        var call = GrpcWebCall.call(envoy, SERVICE + method, FILE, ORIGIN);

        // then
        assertThat(call.response().statusCode()).isEqualTo(200);
        assertThat(call.messages()).extracting(TranscriptionResponse::getText).containsExactly("77 bytes");
        assertThat(call.trailers()).contains("grpc-status:0");
    }

    @Test
    void rejectsUnknownMethodOfGrpcWebWithMessage() throws Exception {
        // given
        envoy(models -> models);

        // when
        var call = GrpcWebCall.call(envoy, "/other.Service/Call", FILE, ORIGIN);

        // then
        assertThat(call.header("grpc-status")).isEqualTo("12");
        assertThat(call.header("grpc-message")).contains("this port serves audiostream.AudioStreamService");
    }

    @Test
    void permitsNoOriginByDefault() throws Exception {
        // given
        envoy(models -> models);

        // when / then
        assertThat(GrpcWebCall.call(envoy, SERVICE + "TranscribeAudio", FILE, ORIGIN)
                        .header("access-control-allow-origin"))
                .isEmpty();
        assertThat(allowedOrigin(preflight(ORIGIN))).isEmpty();
    }

    @Test
    void answersPreflightWithoutTranscriber() throws Exception {
        // given
        envoy(models -> models.cors(ORIGIN));
        transcriber.close();

        // when
        var response = preflight(ORIGIN);

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(allowedOrigin(response)).isEqualTo(ORIGIN);
        assertThat(response.headers().firstValue("access-control-allow-methods"))
                .hasValue("GET, POST");
        assertThat(response.headers().firstValue("access-control-allow-headers").orElseThrow())
                .contains("content-type", "x-grpc-web", "authorization", "x-stainless-retry-count");
        assertThat(response.headers().firstValue("access-control-max-age")).hasValue("600");
        assertThat(response.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
    }

    @Test
    void exposesStatusToPageOfPermittedOrigin() throws Exception {
        // given
        envoy(models -> models.cors(ORIGIN));

        // when
        var call = GrpcWebCall.call(envoy, SERVICE + "TranscribeAudio", FILE, ORIGIN);

        // then
        assertThat(call.header("access-control-allow-origin")).isEqualTo(ORIGIN);
        assertThat(call.header("access-control-expose-headers")).contains("grpc-status", "grpc-message");
    }

    @Test
    void answersPreflightOfOtherOriginWithoutTranscriber() throws Exception {
        // given
        envoy(models -> models.cors(ORIGIN));
        transcriber.close();

        // when
        var response = preflight("https://evil.example.com");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(allowedOrigin(response)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com, true",
        "https://app.example.com, http://app.example.com, false",
        "https://app.example.com, https://app.example.com.evil.org, false",
        "https://*.example.com, https://pr-7.example.com, true",
        "https://*.example.com, https://example.com, false",
        "https://*.example.com, https://a.b.example.com, false",
        "https://*.example.com, https://evil.org?.example.com, false",
        "https://*.example.com, https://pr-7-example.com, false",
        "http://pr-*.local:3000, http://pr-x.local:3000, true",
        "http://pr-*.local:3000, http://pr-x.local:3001, false"
    })
    void permitsOriginsOfSpec(String permitted, String origin, boolean allowed) throws Exception {
        // given
        envoy(models -> models.cors(permitted));

        // when
        var response = preflight(origin);

        // then
        assertThat(allowedOrigin(response)).isEqualTo(allowed ? origin : "");
    }

    @Test
    void changesOriginsLive() throws Exception {
        // given
        envoy(models -> models);
        var stream = Call.open(envoy.channel());
        stream.send(0);

        // when
        envoy.change(models -> models.cors(ORIGIN));

        // then
        eventually().until(() -> allowedOrigin(preflight(ORIGIN)).equals(ORIGIN));
        assertThat(stream.send(1)).isEqualTo("chunk 1");
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return envoy.http(HttpRequest.newBuilder(envoy.uri(SERVICE + "TranscribeAudio"))
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "content-type,x-grpc-web")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
    }

    private static String allowedOrigin(HttpResponse<?> response) {
        return response.headers().firstValue("access-control-allow-origin").orElse("");
    }
}
