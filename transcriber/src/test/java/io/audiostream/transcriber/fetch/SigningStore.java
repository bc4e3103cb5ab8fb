package io.audiostream.transcriber.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A store that verifies signatures as S3 does: it signs the request that it received with the secret key.
 * {@link AwsSignatureTest} holds the signatures themselves against those that Amazon publishes.
 */
record SigningStore(String region, String secretKey, byte[] content) implements HttpHandler {

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/.*");

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (isSigned(exchange)) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            } else {
                var body = "<Error><Code>SignatureDoesNotMatch</Code></Error>".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(403, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private boolean isSigned(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        var authorization = String.valueOf(headers.getFirst("Authorization"));
        var credential = AUTHORIZATION.matcher(authorization);
        if (!credential.matches()) {
            return false;
        }
        var time = LocalDateTime.parse(
                        headers.getFirst("X-Amz-Date"), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
        var received = URI.create("http://" + headers.getFirst("Host") + exchange.getRequestURI());
        return new AwsSignature(new S3Credentials(credential.group(1), secretKey, Optional.empty()), region)
                .headersOfGet(received, time)
                .get("Authorization")
                .equals(authorization);
    }
}
