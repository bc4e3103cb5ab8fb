package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/exposing.md quotes the files that the tests run, and the files of different proxies agree. */
class ExposingGuideTest {

    private static final Pattern DURATION = Pattern.compile("(\\d+)([smh]?)");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ExposingExample.FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void quotesEachFile(Path file) throws IOException {
        // given
        String guide = Files.readString(TestPaths.ROOT.resolve("docs/exposing.md"));

        // when / then
        assertThat(guide).containsPattern("```[a-z]+\n" + Pattern.quote(Files.readString(file) + "```"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_body_timeout (\\w+); | ingress.yaml       | client-body-timeout: \"(\\w+)\"",
                "grpc_read_timeout (\\w+);   | ingress.yaml       | proxy-read-timeout: \"(\\w+)\"",
                "grpc_send_timeout (\\w+);   | ingress.yaml       | proxy-send-timeout: \"(\\w+)\"",
                "proxy_read_timeout (\\w+);  | ingress.yaml       | proxy-read-timeout: \"(660)\"",
                "grpc_read_timeout (\\w+);   | haproxy.cfg        | timeout server (\\w+)",
                "grpc_read_timeout (\\w+);   | haproxy.cfg        | timeout client (\\w+)",
                "grpc_read_timeout (\\w+);   | envoy.yaml         | stream_idle_timeout: (\\w+)",
                "grpc_read_timeout (\\w+);   | envoy-gateway.yaml | streamIdleTimeout: (\\w+)",
                "proxy_read_timeout (\\w+);  | envoy.yaml         | prefix: /v1/}[^{]*[{].*timeout: (\\w+)",
                "proxy_read_timeout (\\w+);  | gateway.yaml       | request: (\\w+)"
            })
    void hasSameTimeoutsForEachProxy(String ofNginx, String file, String ofOther) {
        // when / then
        assertThat(duration(value(file, ofOther))).isEqualTo(duration(value("nginx.conf", ofNginx)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx.conf | max_concurrent_streams (\\d+) | haproxy.cfg        | max-concurrent-streams (\\d+)",
                "nginx.conf | max_concurrent_streams (\\d+) | ingress.yaml       | max-concurrent-streams: \"(\\d+)\"",
                "nginx.conf | max_concurrent_streams (\\d+) | envoy.yaml         | max_concurrent_streams: (\\d+)",
                "nginx.conf | max_concurrent_streams (\\d+) | envoy-gateway.yaml | maxConcurrentStreams: (\\d+)",
                "nginx.conf | max_body_size (\\w+)          | ingress.yaml       | proxy-body-size: \"(\\w+)\"",
                "nginx.conf | max_body_size (64m)           | ingress.yaml       | proxy-body-size: (\\w+)",
                "envoy.yaml | max_requests: (\\d+)          | envoy-gateway.yaml | maxParallelRequests: (\\d+)",
                "envoy.yaml | max_pending_requests: (\\d+)  | envoy-gateway.yaml | maxPendingRequests: (\\d+)"
            })
    void hasSameLimitsForEachProxy(String file, String limit, String otherFile, String otherLimit) {
        // when / then
        assertThat(value(otherFile, otherLimit)).isEqualTo(value(file, limit));
    }

    /** The pod ends a silent stream before any proxy does. */
    @Test
    void hasTimeoutsBeyondThoseOfTheService() {
        // when / then
        assertThat(duration(value("nginx.conf", "grpc_read_timeout (\\w+);"))).isGreaterThan(Duration.ofHours(1));
        assertThat(duration(value("nginx.conf", "proxy_read_timeout (\\w+);"))).isGreaterThan(Duration.ofMinutes(10));
    }

    private static String value(String file, String pattern) {
        Matcher matcher =
                Pattern.compile(pattern).matcher(ExposingExample.of(file).text());
        assertThat(matcher.find()).as(pattern + " in " + file).isTrue();
        return matcher.group(1);
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        assertThat(matcher.matches()).as(text).isTrue();
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
