package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One try at getting a file over HTTP, from where the last one left off. */
final class Download {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final double MEBIBYTE = 1 << 20;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+|\\*)");

    private final HttpClient http;
    private final ReadTimeout stalls;
    private final FetchProgress progress;

    Download(HttpClient http, ReadTimeout stalls, FetchProgress progress) {
        this.http = http;
        this.stalls = stalls;
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
    void into(PartFile part, URI uri) throws TransientException, FetchException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(stalls.patience());
        if (part.size() > 0) {
            request.header("Range", "bytes=" + part.size() + "-");
        }
        HttpResponse<InputStream> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new TransientException("cannot reach " + uri + ": " + reason(e));
        }
        try (InputStream body = response.body()) {
            receive(response, body, part, uri);
        } catch (IOException e) {
            throw new TransientException("the transfer from " + uri + " broke off: " + reason(e));
        }
    }

    private void receive(HttpResponse<?> response, InputStream body, PartFile part, URI uri)
            throws IOException, TransientException, FetchException {
        int status = response.statusCode();
        switch (status) {
            case 200 -> {
                part.clear();
                append(body, part, response);
            }
            case PARTIAL -> {
                checkContinues(response, part, uri);
                append(body, part, response);
            }
            case RANGE_NOT_SATISFIABLE -> checkComplete(response, part, uri);
            default -> {
                String message = uri + " was answered with HTTP " + status;
                if (status == 408 || status == 429 || status >= 500) {
                    throw new TransientException(message);
                }
                throw new FetchException(message + ": check the address");
            }
        }
    }

    /** A server that sends another range than it was asked for would damage the file. */
    private static void checkContinues(HttpResponse<?> response, PartFile part, URI uri)
            throws TransientException, FetchException {
        String range = response.headers().firstValue("Content-Range").orElse("none");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        if (!matcher.matches() || !String.valueOf(part.size()).equals(matcher.group(1))) {
            long asked = part.size();
            part.clear();
            throw new TransientException("%s was asked for the bytes from %d on and sent the range '%s': starting over"
                    .formatted(uri, asked, range));
        }
    }

    /** Nothing comes after what is there: either that is all of it, or it is of another file. */
    private void checkComplete(HttpResponse<?> response, PartFile part, URI uri)
            throws TransientException, FetchException {
        String range = response.headers().firstValue("Content-Range").orElse("none");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        if (!matcher.matches() || !String.valueOf(part.size()).equals(matcher.group(2))) {
            part.clear();
            throw new TransientException(uri + " is not the file that an earlier fetch has begun with: starting over");
        }
        progress.say("  all of it is there already");
    }

    private void append(InputStream body, PartFile part, HttpResponse<?> response) throws IOException, FetchException {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        long total = length < 0 ? -1 : part.size() + length;
        checkRoom(part, length);
        progress.begin(part.size());
        try {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = stalls.read(body, buffer); n >= 0; n = stalls.read(body, buffer)) {
                part.append(buffer, n);
                progress.at(part.size(), total);
            }
        } finally {
            progress.end(part.size(), total);
        }
    }

    /** Told before the disk is filled to the brim, which others on it would suffer from too. */
    private static void checkRoom(PartFile part, long needed) throws FetchException {
        long free = part.free();
        if (free >= 0 && needed > free) {
            throw new FetchException(
                    "%s needs %.1f MiB more, and %.1f MiB are free there: make room, or take a larger volume"
                            .formatted(part, needed / MEBIBYTE, free / MEBIBYTE));
        }
    }

    private static String reason(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the host's name is not known";
            }
        }
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        return e instanceof ConnectException
                ? "nothing answers there"
                : e.getClass().getSimpleName();
    }
}
