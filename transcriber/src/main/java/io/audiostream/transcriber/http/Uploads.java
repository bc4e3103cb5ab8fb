package io.audiostream.transcriber.http;

import io.javalin.config.MultipartConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives forms up to a maximum size. */
final class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    private final int maxBytes;

    /** @param maxBytes maximum size of a request */
    Uploads(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Keeps uploads in memory: no temporary file can remain, and the file system may be read-only. */
    static void configure(MultipartConfig multipart, int maxBytes) {
        multipart.maxInMemoryFileSize(maxBytes, SizeUnit.BYTES);
        multipart.maxFileSize(maxBytes, SizeUnit.BYTES);
        multipart.maxTotalRequestSize(maxBytes, SizeUnit.BYTES);
    }

    /**
     * Receives the whole form.
     *
     * @throws ApiException if the body is too large, is not a form, or cannot be parsed
     */
    void receive(Context context) throws ApiException {
        long length = context.req().getContentLengthLong();
        if (length > maxBytes) {
            discard(context);
            throw tooLarge(length + " bytes");
        }
        if (!context.isMultipartFormData()) {
            discard(context);
            throw new ApiException(
                    400,
                    null,
                    "the content type is %s; send multipart/form-data with the audio in the field 'file'"
                            .formatted(context.contentType()));
        }
        try {
            context.formParamMap();
        } catch (Exception e) { // Jetty does not declare its exceptions
            ApiException refusal =
                    received(context) > maxBytes ? tooLarge("over " + maxBytes + " bytes") : invalidForm(e);
            discard(context);
            throw refusal;
        }
    }

    /**
     * Reads and drops the rest of a refused body, up to twice the maximum size. Closing a connection with unread data
     * would lose the response.
     */
    void discard(Context context) {
        long remaining = 2L * maxBytes;
        if (context.req().getContentLengthLong() > remaining) {
            return;
        }
        try {
            InputStream body = context.req().getInputStream();
            byte[] dropped = new byte[64 << 10];
            for (int read = 0; read >= 0 && remaining > 0; remaining -= read) {
                read = body.read(dropped);
            }
        } catch (IOException e) {
            log.debug("the client did not send the rest of a refused body", e);
        }
    }

    private static long received(Context context) {
        return Request.getContentBytesRead(ServletContextRequest.getServletContextRequest(context.req()));
    }

    private ApiException tooLarge(String seen) {
        return new ApiException(
                413, "file", "the upload has %s, at most %d bytes are allowed".formatted(seen, maxBytes));
    }

    private static ApiException invalidForm(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ApiException(400, null, "the form cannot be read: %s".formatted(root.getMessage()));
    }
}
