package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audiostream.proto.AudioFile;
import io.grpc.Metadata;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The access log, one JSON object per call. */
class EnvoyAccessLogIT extends EnvoyFixture {
    private static final AudioFile FILE = AudioFile.getDefaultInstance();

    @BeforeEach
    void startEnvoy() throws Exception {
        envoy(models -> models);
    }

    @Test
    void describesCall() {
        // given
        var refused = AudioFile.newBuilder().setFilename(EchoService.REFUSED).build();

        // when
        var _ = catchThrowable(() -> stub().transcribeAudio(refused));

        // then
        var line = onlyLine();
        assertThat(line.get("grpc_status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(line.get("grpc_status_number").asInt()).isEqualTo(8);
        assertThat(line.get("session_id").asText()).isEqualTo(EchoTranscriber.SESSION_ID);
        assertThat(line.get("upstream").asText()).isEqualTo("127.0.0.1:" + transcriber.grpcPort());
        assertThat(line.get("bytes_received").asInt()).isPositive();
        assertThat(line.get("tls_version").isNull()).isTrue();
        assertThat(line.get("caller").isNull()).isTrue();
    }

    @Test
    void leavesSuccessfulProbesOut() throws Exception {
        // when
        envoy.get("/healthz");
        envoy.get("/readyz?x=y");
        HealthGrpc.newBlockingStub(envoy.channel()).check(HealthCheckRequest.getDefaultInstance());
        stub().transcribeAudio(FILE);

        // then
        assertThat(onlyLine().get("path").asText()).endsWith("/TranscribeAudio");
    }

    @Test
    void containsFailedProbes() throws Exception {
        // given
        transcriber.close();

        // when
        envoy.get("/readyz");

        // then
        assertThat(onlyLine().get("status").asInt()).isEqualTo(503);
    }

    @Test
    void containsFailedProbeOfGrpc() {
        // given
        var unknown = HealthCheckRequest.newBuilder().setService("unknown").build();

        // when
        var _ = catchThrowable(() -> HealthGrpc.newBlockingStub(envoy.channel()).check(unknown));

        // then
        assertThat(onlyLine().get("grpc_status").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void acceptsNoCallerFromClient() throws Exception {
        // given
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-audiostream-caller", Metadata.ASCII_STRING_MARSHALLER), "someone else");

        // when
        stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .transcribeAudio(FILE);

        // then
        assertThat(onlyLine().get("caller").isNull()).isTrue();
        assertThat(transcriber.nextHeader("x-audiostream-caller")).isNull();
    }

    @Test
    void passesTraceContextOnUnchanged() throws Exception {
        // given
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var headers = new Metadata();
        headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), trace);
        headers.put(Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER), "vendor=a:b,other=c");
        var stub = stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));

        // when
        stub.transcribeAudio(FILE);
        stub.transcribeAudio(FILE);

        // then
        assertThat(transcriber.nextHeader("traceparent")).isEqualTo(trace);
        assertThat(transcriber.nextHeader("tracestate")).isEqualTo("vendor=a:b,other=c");
    }

    private JsonNode onlyLine() {
        eventually().until(() -> !lines().isEmpty());
        assertThat(lines()).hasSize(1);
        return lines().getFirst();
    }

    /** Returns the lines of the access log; other lines of Envoy are no JSON. */
    private List<JsonNode> lines() {
        return envoy.log()
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(EnvoyAccessLogIT::parse)
                .toList();
    }

    private static JsonNode parse(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
