package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One try at getting a file over HTTP, from where the last one left off. */
final class Download {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient http;
    private final FetchProgress progress;

    Download(HttpClient http, FetchProgress progress) {
        this.http = http;
        this.progress = progress;
    }

    /** The try failed, and another one may not. */
    static final class TransientException extends Exception {
        TransientException(String message) {
            super(message);
        }
    }

    /**
     * Appends what is missing to {@code part}.
     *
     * @throws TransientException when it is worth another try
     * @throws FetchException when it is not
     */
    void into(Path part, URI uri) throws TransientException, FetchException, InterruptedException {
        long have = sizeOf(part);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new TransientException("cannot reach " + uri + ": " + reason(e));
        }
        try (InputStream body = response.body()) {
            receive(response, body, part, uri, have);
        } catch (IOException e) {
            throw new TransientException("the transfer from " + uri + " broke off: " + reason(e));
        }
    }

    private void receive(HttpResponse<InputStream> response, InputStream body, Path part, URI uri, long have)
            throws IOException, TransientException, FetchException {
        int status = response.statusCode();
        switch (status) {
            case 200 -> copy(body, part, 0, response);
            case PARTIAL -> copy(body, part, have, response);
            case RANGE_NOT_SATISFIABLE -> progress.say("  all of it is there already");
            default -> {
                String message = uri + " was answered with HTTP " + status;
                if (status == 408 || status == 429 || status >= 500) {
                    throw new TransientException(message);
                }
                throw new FetchException(message + ": check the address");
            }
        }
    }

    private void copy(InputStream body, Path part, long from, HttpResponse<?> response)
            throws IOException, FetchException {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        long total = length < 0 ? -1 : from + length;
        long at = from;
        progress.begin(from);
        try (OutputStream out = open(part, from)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                write(out, buffer, n, part);
                at += n;
                progress.at(at, total);
            }
        }
        progress.end(at, total);
    }

    private static OutputStream open(Path part, long from) throws FetchException {
        try {
            return from > 0 ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part);
        } catch (IOException e) {
            throw new FetchException("cannot write " + part + ": " + reason(e), e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int length, Path part) throws FetchException {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new FetchException("cannot write " + part + ": " + reason(e), e);
        }
    }

    private static long sizeOf(Path part) {
        try {
            return Files.size(part);
        } catch (IOException e) {
            return 0; // it is not there yet
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
