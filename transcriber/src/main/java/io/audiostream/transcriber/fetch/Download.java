package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.SecretException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Downloads a file over HTTP, in one attempt that continues where the last one stopped. */
final class Download {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final double MEBIBYTE = 1 << 20;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+|\\*)");

    private final ModelServer server;
    private final ReadTimeout readTimeout;
    private final FetchProgress progress;

    Download(ModelServer server, ReadTimeout readTimeout, FetchProgress progress) {
        this.server = server;
        this.readTimeout = readTimeout;
        this.progress = progress;
    }

    /** The attempt failed, and another one may succeed. */
    static final class TransientException extends Exception {
        TransientException(String message) {
            super(message);
        }
    }

    /**
     * Appends the missing bytes to {@code part}.
     *
     * @throws TransientException when another attempt may succeed
     * @throws FetchException when it cannot
     * @throws SecretException when the credentials are missing or cannot be used
     */
    void into(PartFile part, URI uri) throws TransientException, FetchException, SecretException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = server.get(uri, part.size());
        } catch (IOException e) {
            if (isUntrusted(e)) {
                throw new FetchException(
                        ("cannot verify the certificate of %s: %s: if a private authority has issued it, name it in"
                                        + " spec.model.download.caCertificates")
                                .formatted(uri, reason(e)),
                        e);
            }
            throw new TransientException("cannot reach " + uri + ": " + reason(e));
        }
        try (InputStream body = response.body()) {
            receive(response, body, part, uri);
        } catch (IOException e) {
            throw new TransientException("the transfer from " + uri + " broke off: " + reason(e));
        }
    }

    private String errorCode(HttpResponse<?> response, InputStream body) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int length = Math.max(0, readTimeout.read(body, buffer));
        return ServerError.code(response.headers(), new String(buffer, 0, length, StandardCharsets.ISO_8859_1))
                .map(code -> " (" + code + ")")
                .orElse("");
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
                String message = uri + " was answered with HTTP " + status + errorCode(response, body);
                if (status == 408 || status == 429 || status >= 500) {
                    throw new TransientException(message);
                }
                throw new FetchException(message + ": " + server.remedy(status));
            }
        }
    }

    /** Checks that the server sent the range that was requested. Another range would damage the file. */
    private static void checkContinues(HttpResponse<?> response, PartFile part, URI uri)
            throws TransientException, FetchException {
        String range = response.headers().firstValue("Content-Range").orElse("none");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        if (!matcher.matches() || !String.valueOf(part.size()).equals(matcher.group(1))) {
            long requested = part.size();
            part.clear();
            throw new TransientException(
                    "%s sent the range '%s', not the bytes from %d on: starting over".formatted(uri, range, requested));
        }
    }

    /**
     * Checks a response that there are no bytes after those of {@code part}. Either they are the whole file, or they
     * are those of another file.
     */
    private void checkComplete(HttpResponse<?> response, PartFile part, URI uri)
            throws TransientException, FetchException {
        String range = response.headers().firstValue("Content-Range").orElse("none");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        if (!matcher.matches() || !String.valueOf(part.size()).equals(matcher.group(2))) {
            part.clear();
            throw new TransientException(uri + " is not the file that an earlier fetch started: starting over");
        }
        progress.say("  the file is already complete");
    }

    private void append(InputStream body, PartFile part, HttpResponse<?> response) throws IOException, FetchException {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        long total = length < 0 ? -1 : part.size() + length;
        checkSpace(part, length);
        progress.start(part.size());
        try {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = readTimeout.read(body, buffer); n >= 0; n = readTimeout.read(body, buffer)) {
                part.append(buffer, n);
                progress.update(part.size(), total);
            }
        } finally {
            progress.end(part.size(), total);
        }
    }

    /** Checks the space before the download, because a full disk would affect its other users too. */
    private static void checkSpace(PartFile part, long needed) throws FetchException {
        long free = part.freeBytes();
        if (free >= 0 && needed > free) {
            throw new FetchException(
                    "%s needs %.1f MiB more, but %.1f MiB are free: free some space, or use a larger volume"
                            .formatted(part, needed / MEBIBYTE, free / MEBIBYTE));
        }
    }

    private static boolean isUntrusted(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
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
                ? "the connection was refused"
                : e.getClass().getSimpleName();
    }
}
