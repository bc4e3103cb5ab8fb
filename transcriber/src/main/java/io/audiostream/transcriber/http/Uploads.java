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

/** Takes in forms, up to a size. */
final class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    private final int maxBytes;

    /** @param maxBytes largest request that is taken */
    Uploads(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Uploads stay in memory: no temporary file can be left behind, and the file system may be read-only. */
    static void configure(MultipartConfig multipart, int maxBytes) {
        multipart.maxInMemoryFileSize(maxBytes, SizeUnit.BYTES);
        multipart.maxFileSize(maxBytes, SizeUnit.BYTES);
        multipart.maxTotalRequestSize(maxBytes, SizeUnit.BYTES);
    }

    /**
     * Waits for the whole form.
     *
     * @throws ApiException when it is too large, is none, or can't be read
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
                    "the content type is %s; send multipart/form-data with the audio as 'file'"
                            .formatted(context.contentType()));
        }
        try {
            context.formParamMap();
        } catch (Exception e) { // what the server throws is not declared
            ApiException refusal =
                    received(context) > maxBytes ? tooLarge("over " + maxBytes + " bytes") : unreadable(e);
            discard(context);
            throw refusal;
        }
    }

    /**
     * Reads to its end what is not wanted any more: a connection that is closed over unread data takes the answer with
     * it. Up to twice as much as could be taken.
     */
    void discard(Context context) {
        long left = 2L * maxBytes;
        if (context.req().getContentLengthLong() > left) {
            return;
        }
        try {
            InputStream body = context.req().getInputStream();
            byte[] dropped = new byte[64 << 10];
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = body.read(dropped);
            }
        } catch (IOException e) {
            log.debug("the client did not send the rest of what is not wanted", e);
        }
    }

    private static long received(Context context) {
        return Request.getContentBytesRead(ServletContextRequest.getServletContextRequest(context.req()));
    }

    private ApiException tooLarge(String seen) {
        return new ApiException(413, "file", "the upload has %s, at most %d bytes are taken".formatted(seen, maxBytes));
    }

    private static ApiException unreadable(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ApiException(400, null, "the form can't be read: %s".formatted(root.getMessage()));
    }
}
