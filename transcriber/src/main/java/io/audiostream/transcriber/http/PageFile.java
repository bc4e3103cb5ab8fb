package io.audiostream.transcriber.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A file of the live page. Browsers keep it, and ask each time whether it has changed. */
final class PageFile implements Handler {

    /** Permits nothing but the files and the API of this origin, and no embedding in another page. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String contentType;
    private final byte[] content;
    private final String tag;

    private PageFile(String contentType, byte[] content) {
        this.contentType = contentType;
        this.content = content;
        var checksum = new CRC32C();
        checksum.update(content);
        // Weak, because the server also sends the file compressed.
        tag = "W/\"%s\"".formatted(HexFormat.of().toHexDigits((int) checksum.getValue()));
    }

    /** Reads a file of the jar. */
    static PageFile load(String name) {
        String path = "/io/audiostream/transcriber/page/" + name;
        try (InputStream file = PageFile.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("the jar does not contain " + path);
            }
            return new PageFile(contentType(name), file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read %s from the jar".formatted(path), e);
        }
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".html" -> "text/html; charset=utf-8";
            case ".js" -> "text/javascript; charset=utf-8";
            case ".css" -> "text/css; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no content type is known for " + name);
        };
    }

    @Override
    public void handle(Context context) {
        context.header("Cache-Control", "no-cache");
        context.header("ETag", tag);
        String known = context.header("If-None-Match");
        if (known != null && (known.contains(tag) || known.equals("*"))) {
            context.status(304);
            return;
        }
        context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        context.header("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
        context.header("Referrer-Policy", "no-referrer");
        context.header("X-Content-Type-Options", "nosniff");
        context.contentType(contentType).result(content);
    }
}
