package io.audiostream.transcriber.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers {@code GET /v1/openapi.json} with the description of the API, a file of the jar. */
final class OpenApiDocument implements Handler {

    private static final String FILE = "openapi.json";

    private final String json;

    OpenApiDocument() {
        try (InputStream file = OpenApiDocument.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the jar does not contain " + FILE);
            }
            json = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read %s from the jar".formatted(FILE), e);
        }
    }

    @Override
    public void handle(Context context) {
        context.contentType("application/json").result(json);
    }
}
