package io.audiostream.transcriber.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationServerTest {
    private static final String KEY = "0123456789abcdef-first";
    private static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.c2lnbmVk";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private AuthorizationServer server;

    @AfterEach
    void stop() {
        server.stop();
        executor.shutdownNow();
        client.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"authorization, Bearer " + KEY, "Authorization, bearer " + KEY, "x-api-key, " + KEY})
    void allowsKeyAndNamesCaller(String header, String value) throws Exception {
        // given
        start(true, false);

        // when
        var answer = authorize(header, value);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-audiostream-caller")).contains("key:team-a");
        assertThat(answer.headers().firstValue("x-envoy-auth-headers-to-remove"))
                .hasValueSatisfying(names -> assertThat(names).contains("authorization", "x-api-key"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            realtime, openai-insecure-api-key.0123456789abcdef-first                          | realtime
            openai-insecure-api-key.0123456789abcdef-first,realtime, openai-beta.realtime-v1  | realtime, openai-beta.realtime-v1
            other, openai-insecure-api-key.0123456789abcdef-first, openai-insecure-api-key.x  | other
            """)
    void allowsKeyOfBrowserAndRemovesIt(String offered, String remaining) throws Exception {
        // given
        start(true, false);

        // when
        var answer = authorize("sec-websocket-protocol", offered);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-audiostream-caller")).contains("key:team-a");
        assertThat(answer.headers().allValues("sec-websocket-protocol")).containsExactly(remaining);
        assertThat(answer.headers().firstValue("x-envoy-auth-headers-to-remove"))
                .hasValueSatisfying(names -> assertThat(names).doesNotContain("sec-websocket-protocol"));
    }

    @Test
    void removesSubprotocolsThatAreKeyAlone() throws Exception {
        // given
        start(true, false);

        // when
        var answer = authorize("sec-websocket-protocol", "openai-insecure-api-key." + KEY);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("sec-websocket-protocol")).isEmpty();
        assertThat(answer.headers().firstValue("x-envoy-auth-headers-to-remove"))
                .hasValueSatisfying(names -> assertThat(names).endsWith(",sec-websocket-protocol"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            realtime                                                       | needs authentication
            realtime, openai-insecure-api-key.                             | needs authentication
            realtime, 0123456789abcdef-first                               | needs authentication
            realtime, OPENAI-INSECURE-API-KEY.0123456789abcdef-first       | needs authentication
            realtime, openai-insecure-api-key.0123456789abcdef-wrong       | the API key is not known
            openai-insecure-api-key.x, openai-insecure-api-key.0123456789abcdef-first | the API key is not known
            """)
    void refusesSubprotocolsWithoutKey(String offered, String message) throws Exception {
        // given
        start(true, false);

        // when
        var answer = authorize("sec-websocket-protocol", offered);

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains(message).doesNotContain("0123456789abcdef");
        assertThat(answer.headers().firstValue("sec-websocket-protocol")).isEmpty();
    }

    @Test
    void prefersHeaderToSubprotocol() throws Exception {
        // given
        start(true, false);

        // when
        var answer = send(request("/authorize/x")
                .header("authorization", "Bearer 0123456789abcdef-wrong")
                .header("sec-websocket-protocol", "openai-insecure-api-key." + KEY));

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void allowsSubjectOfVerifiedToken() throws Exception {
        // given
        start(true, true);

        // when
        var answer = authorize("x-audiostream-jwt-subject", "alice");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-audiostream-caller")).contains("jwt:alice");
    }

    @Test
    void ignoresSubjectWhereTokensAreNotAccepted() throws Exception {
        // given
        start(true, false);

        // when
        var answer = authorize("x-audiostream-jwt-subject", "alice");

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void refusesSubjectThatCannotBeLogged() throws Exception {
        // given
        start(false, true);

        // when
        var answer = authorize("x-audiostream-jwt-subject", "a".repeat(300));

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("its subject (claim sub) must be 1 to 252 printable ASCII characters");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, 'send an API key, in the header authorization (Bearer KEY) or x-api-key'",
        "false, true,  'send a token (JWT), in the header authorization (Bearer TOKEN)'",
        "true,  true,  'or x-api-key, or a token (JWT)'"
    })
    void saysWhatIsMissing(boolean keys, boolean tokens, String message) throws Exception {
        // given
        start(keys, tokens);

        // when
        var answer = authorize("x-other", "x");

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains(message);
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer realm=\"audiostream\"");
    }

    @Test
    void doesNotRepeatUnknownKey() throws Exception {
        // given
        start(true, true);

        // when
        var answer = authorize("authorization", "Bearer 0123456789abcdef-wrong");

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("the API key is not known: it is wrong, or it was removed");
        assertThat(answer.headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"audiostream\", error=\"invalid_token\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Jwt is expired,                   it is expired",
        "Audiences in Jwt are not allowed, it is for another audience",
        "Something new,                    Something new"
    })
    void saysWhyTokenIsRefused(String failure, String message) throws Exception {
        // given
        start(true, true);

        // when
        var answer = send(request("/authorize/x")
                .header("authorization", "Bearer " + TOKEN)
                .header("x-audiostream-jwt-failure", failure));

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .startsWith("the token was refused: ")
                .contains(message)
                .doesNotContain(TOKEN);
    }

    @Test
    void servesKeySetAsItIsNow() throws Exception {
        // given
        start(false, true);
        Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[]}");

        // when
        var answer = send(request("/jwks"));

        // then
        assertThat(answer.body()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void refusesToStartOnTakenPort() throws Exception {
        // given
        start(true, false);
        var config = new AuthorizationConfig(server.port(), Optional.of(folder), false, Optional.empty());

        // when / then
        assertThatThrownBy(() -> new AuthorizationServer(config, executor).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on");
    }

    private void start(boolean keys, boolean tokens) throws IOException {
        var apiKeys = Files.createDirectories(folder.resolve("keys"));
        Files.writeString(apiKeys.resolve("team-a"), KEY);
        Files.writeString(folder.resolve("jwks.json"), "{}");
        server = new AuthorizationServer(
                new AuthorizationConfig(
                        0,
                        keys ? Optional.of(apiKeys) : Optional.empty(),
                        tokens,
                        Optional.of(folder.resolve("jwks.json"))),
                executor);
        server.start();
    }

    private HttpResponse<String> authorize(String header, String value) throws Exception {
        return send(request("/authorize/v1/models").header(header, value));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
