package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** API keys, tokens and limits per caller, through the real Envoy with TLS to the real transcriber. */
class AccessIT {
    private static final TokenIssuer ISSUER = new TokenIssuer("first");
    private static final TokenIssuer STRANGER = new TokenIssuer("first");
    private static final Map<String, String> KEYS = new HashMap<>();

    @TempDir
    static Path folder;

    private static TestSecrets secrets;
    private static Path certificate;
    private static LocalService service;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        secrets = new TestSecrets(folder);
        certificate = secrets.writeCertificate("web-tls");
        secrets.write("login-keys", Map.of("jwks.json", ISSUER.keySet()));
        addKey("team-a");
        service = LocalService.start("""
                    tls:
                      secretName: web-tls
                    authentication:
                      apiKeys:
                        secretName: speech-keys
                      jwt:
                        issuer: %s
                        audiences: [%s]
                        jwks:
                          secretName: login-keys
                          key: jwks.json
                      open: [health, models]
                    slotsPerCaller: 1
                """.formatted(TokenIssuer.ISSUER, TokenIssuer.AUDIENCE), "--secrets", folder);
        channel = NettyChannelBuilder.forTarget(service.endpoint())
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(certificate.toFile())
                        .build())
                .build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        service.close();
    }

    @Test
    void acceptsKey() {
        // when
        var failure = catchThrowable(() -> emptyCall(bearer(KEYS.get("team-a"))));

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void acceptsToken() {
        // when
        await().atMost(Timeouts.EVENT).until(() -> isAccepted(bearer(ISSUER.token("alice"))));
    }

    @Test
    void acceptsKeyOfPageAsSubprotocol() throws Exception {
        // given
        String key = KEYS.get("team-a");
        try (var http = new WebSocketClient()) {

            // when
            WebSocket socket = http.open(key);

            // then
            assertThat(socket.getSubprotocol()).isEqualTo("audiostream");
            socket.abort();
        }
        await().atMost(Timeouts.EVENT).until(() -> log().contains("/v1/stream"));
        assertThat(log()).doesNotContain(key);
    }

    @Test
    void refusesWrongKeyOfPage() throws Exception {
        try (var http = new WebSocketClient()) {
            assertThatThrownBy(() -> http.open("key-of-nobody-0123456789"))
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(401));
        }
    }

    private static String log() {
        return service.operator().stdout() + service.operator().stderr();
    }

    /** Opens WebSockets as a page with an API key does. */
    private static final class WebSocketClient implements AutoCloseable {

        private final HttpClient http =
                HttpClient.newBuilder().sslContext(trusting()).build();

        private WebSocketClient() throws Exception {}

        WebSocket open(String key) {
            return http.newWebSocketBuilder()
                    .subprotocols("audiostream", "openai-insecure-api-key." + key)
                    .buildAsync(URI.create("wss://" + service.endpoint() + "/v1/stream"), new WebSocket.Listener() {})
                    .join();
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    static Stream<Arguments> badCredentials() {
        var good = TokenIssuer.claims(TokenIssuer.ISSUER, TokenIssuer.AUDIENCE, "alice", TokenIssuer.inOneHour());
        return Stream.of(
                Arguments.of(
                        "expired token",
                        ISSUER.sign(TokenIssuer.claims(
                                TokenIssuer.ISSUER,
                                TokenIssuer.AUDIENCE,
                                "alice",
                                Instant.now().minus(Duration.ofHours(1)))),
                        "it is expired"),
                Arguments.of(
                        "wrong audience",
                        ISSUER.sign(
                                TokenIssuer.claims(TokenIssuer.ISSUER, "billing", "alice", TokenIssuer.inOneHour())),
                        "another audience"),
                Arguments.of(
                        "wrong issuer",
                        ISSUER.sign(TokenIssuer.claims(
                                "https://evil.example.com/", TokenIssuer.AUDIENCE, "alice", TokenIssuer.inOneHour())),
                        "another issuer"),
                Arguments.of("wrong key", STRANGER.sign(good), "its signature is wrong"),
                Arguments.of("alg none", ISSUER.withoutSignature(good), "it is unsigned or incomplete"),
                Arguments.of(
                        "alg none with a signature", ISSUER.withoutSignature(good) + "eA", "the token was refused"),
                Arguments.of("public key as secret", ISSUER.signedWithPublicKey(good), "the token was refused"),
                Arguments.of("garbage", "not.a.token", "the token was refused"),
                Arguments.of(
                        "no expiry",
                        ISSUER.sign("""
                        {"iss":"%s","aud":"%s","sub":"alice"}""".formatted(TokenIssuer.ISSUER, TokenIssuer.AUDIENCE)),
                        "never expires"),
                Arguments.of(
                        "no subject",
                        ISSUER.sign("""
                        {"iss":"%s","aud":"%s","exp":%d}""".formatted(
                                        TokenIssuer.ISSUER,
                                        TokenIssuer.AUDIENCE,
                                        TokenIssuer.inOneHour().getEpochSecond())),
                        "subject"),
                Arguments.of("unknown key", "0123456789abcdef0123456789abcdef", "the API key is not known"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCredentials")
    void refusesBadCredentialsWithReason(String name, String credential, String reason) throws Exception {
        // given
        await().atMost(Timeouts.EVENT).until(() -> isAccepted(bearer(ISSUER.token("alice"))));

        // when
        var failure = catchThrowable(() -> emptyCall(bearer(credential)));
        var response = get("/v1/audio/transcriptions", "authorization", "Bearer " + credential);

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(failure).hasMessageContaining(reason).hasMessageNotContaining(credential);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"audiostream\", error=\"invalid_token\"");
        assertThat(response.body()).contains(reason).doesNotContain(credential);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        // when
        var failure = catchThrowable(() -> emptyCall(channel));
        var response = get("/v1/audio/transcriptions", "x-other", "x");

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(failure).hasMessageContaining("this service needs authentication");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer realm=\"audiostream\"");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.body())
                .startsWith("{\"error\":{")
                .contains("this service needs authentication", "\"type\":\"invalid_request_error\"", "\"param\":null");
    }

    @Test
    void leavesOpenWhatSpecOpens() throws Exception {
        // when
        var health = HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
        var models = get("/v1/models", "x-other", "x");

        // then
        assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(get("/v1/openapi.json", "x-other", "x").statusCode()).isEqualTo(200);
        assertThat(get("/readyz", "x-other", "x").statusCode()).isEqualTo(200);
    }

    @Test
    void servesGrpcurlOverTls() {
        // when
        var closed = grpcurl("list");
        var open = grpcurl("-H", "x-api-key: " + KEYS.get("team-a"), "list");

        // then
        assertThat(closed.stderr()).contains("Unauthenticated").contains("this service needs authentication");
        assertThat(open.stdout()).contains("audiostream.AudioStreamService");
    }

    @Test
    void limitsSlotsOfEachCallerAndReplacesSpoofedName() throws Exception {
        // given
        var first = as(bearer(addKey("limited-1")));
        var second = as(bearer(addKey("limited-2")));
        var spoofing = ClientInterceptors.intercept(first, headers("x-audiostream-caller", "key:limited-2"));

        // when
        var ofFirst = openStream(first);
        var refusal = catchThrowable(() -> emptyCall(spoofing));
        var ofSecond = openStream(second);

        // then
        assertThat(Status.fromThrowable(refusal).getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal).hasMessageContaining("the caller key:limited-1 uses all 1 slots");
        var status = StatusProto.fromThrowable(refusal);
        assertThat(status.getDetailsList())
                .anySatisfy(detail -> assertThat(detail.is(RetryInfo.class)).isTrue());
        ofFirst.end();
        ofSecond.end();
        await().atMost(Timeouts.EVENT)
                .untilAsserted(() -> assertThat(service.operator().stderr())
                        .containsPattern("session ended.*key:limited-1")
                        .containsPattern("session ended.*key:limited-2"));
    }

    @Test
    void appliesAddedAndRemovedKeyWithoutCuttingStreams() throws Exception {
        // given
        var key = addKey("short-lived");
        var caller = as(bearer(key));
        var stream = openStream(caller);

        // when
        KEYS.remove("short-lived");
        secrets.write("speech-keys", KEYS);
        var failure = catchThrowable(() -> emptyCall(caller));

        // then
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(failure).hasMessageContaining("it was removed");
        assertThat(stream.end().getCode()).isEqualTo(Code.OK);
        assertThat(isAccepted(bearer(addKey("added")))).isTrue();
    }

    @Test
    void acceptsRotatedKeySetWithoutRestart() {
        // given
        var renewed = new TokenIssuer("second");

        // when
        secrets.write("login-keys", Map.of("jwks.json", renewed.keySet()));
        await().atMost(Timeouts.EVENT).until(() -> isAccepted(bearer(renewed.token("bob"))));

        // then
        secrets.write("login-keys", Map.of("jwks.json", ISSUER.keySet()));
        await().atMost(Timeouts.EVENT).until(() -> isAccepted(bearer(ISSUER.token("alice"))));
    }

    /** A stream that holds its slot: the transcriber has received its first chunk. */
    private record OpenStream(io.grpc.stub.StreamObserver<AudioChunk> chunks, ResponseRecorder responses) {
        Status end() {
            chunks.onCompleted();
            return responses.awaitStatus();
        }
    }

    /** Sends speech until the first interim, so that the call is known to have its slot. */
    private static OpenStream openStream(Channel caller) {
        var responses = new ResponseRecorder();
        var chunks = AudioStreamServiceGrpc.newStub(caller).streamAudio(responses);
        chunks.onNext(AudioChunk.newBuilder().setAudioData(Recording.phrase()).build());
        await().atMost(Timeouts.EVENT)
                .until(() -> !responses.responses().isEmpty()
                        || responses.statusNow().isPresent());
        assertThat(responses.statusNow()).isEmpty();
        return new OpenStream(chunks, responses);
    }

    private static String addKey(String caller) {
        var key = UUID.randomUUID().toString();
        KEYS.put(caller, key);
        secrets.write("speech-keys", KEYS);
        return key;
    }

    private static boolean isAccepted(io.grpc.ClientInterceptor credentials) {
        var failure = catchThrowable(() -> emptyCall(as(credentials)));
        return Status.fromThrowable(failure).getCode() == Code.INVALID_ARGUMENT;
    }

    /** A call without audio, which the transcriber refuses as invalid, if it reaches the transcriber. */
    private static void emptyCall(io.grpc.ClientInterceptor credentials) {
        emptyCall(as(credentials));
    }

    private static void emptyCall(Channel caller) {
        var _ = AudioStreamServiceGrpc.newBlockingStub(caller)
                .withDeadlineAfter(Timeouts.EVENT)
                .transcribeAudio(
                        AudioFile.newBuilder().setAudioData(ByteString.EMPTY).build());
    }

    private static Channel as(io.grpc.ClientInterceptor credentials) {
        return ClientInterceptors.intercept(channel, credentials);
    }

    private static io.grpc.ClientInterceptor bearer(String credential) {
        return headers("authorization", "Bearer " + credential);
    }

    private static io.grpc.ClientInterceptor headers(String name, String value) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static HttpResponse<String> get(String path, String header, String value) throws Exception {
        try (var http = HttpClient.newBuilder().sslContext(trusting()).build()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("https://" + service.endpoint() + path))
                            .header(header, value)
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static SSLContext trusting() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var file = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static RunningProgram grpcurl(String... arguments) {
        Object[] all = Stream.of(
                        Stream.of("-cacert", certificate.toString()),
                        Stream.of(arguments).limit(arguments.length - 1L),
                        Stream.of(service.endpoint(), arguments[arguments.length - 1]))
                .flatMap(part -> part)
                .toArray();
        try (RunningProgram grpcurl = RunningProgram.start(TestPaths.grpcurl(), all)) {
            grpcurl.awaitExit();
            return grpcurl;
        }
    }
}
