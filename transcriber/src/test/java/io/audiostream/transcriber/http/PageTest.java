package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the live page, without a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {

    private final TestHttpServer server = new TestHttpServer();

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> paths() {
        return Stream.concat(Stream.of(Page.PATH), Page.FILES.stream().map(name -> Page.FOLDER + name));
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=utf-8",
        "/page/app.js, text/javascript; charset=utf-8",
        "/page/style.css, text/css; charset=utf-8",
        "/page/icon.svg, image/svg+xml"
    })
    void servesFilesWithTheirTypeBeforeModelIsLoaded(String path, String type) {
        // when
        HttpResponse<String> response = server.get(path);

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue(type);
        assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void servesAllFilesOfTheFolder() throws URISyntaxException {
        // given
        URI folder = Objects.requireNonNull(Page.class.getResource("/io/audiostream/transcriber/page"))
                .toURI();

        // when
        String[] files = new File(folder).list((_, name) -> !name.equals("index.html"));

        // then
        assertThat(files).containsExactlyInAnyOrderElementsOf(Page.FILES);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void loadsNothingFromElsewhere(String path) {
        // when
        HttpResponse<String> response = server.get(path);

        // then
        assertThat(response.body()).doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
        assertThat(response.headers().firstValue("content-security-policy"))
                .get()
                .asString()
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe", "http");
    }

    @Test
    void repeatsNoFileThatBrowserHas() {
        // given
        String tag = server.get("/page/app.js").headers().firstValue("etag").orElseThrow();

        // when
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/page/app.js"))
                .header("If-None-Match", "\"other\", " + tag)
                .build());

        // then
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache");
    }

    @Test
    void sendsFileAgainIfItHasChanged() {
        // when
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/page/app.js"))
                .header("If-None-Match", "W/\"00000000\"")
                .build());

        // then
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/page, 404",
        "/page/, 404",
        "/page/index.html, 404",
        "/page/../openapi.json, 404",
        "/page/%2e%2e/http/openapi.json, 400"
    })
    void servesNothingElse(String path, int status) {
        assertThat(server.get(path).statusCode()).isIn(status, 404);
    }

    @Test
    void refusesOtherMethods() {
        // when
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());

        // then
        assertThat(response.statusCode()).isEqualTo(405);
    }
}
