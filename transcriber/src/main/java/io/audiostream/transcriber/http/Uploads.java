package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.ApiException;
import io.audiostream.transcriber.session.Admission;
import io.audiostream.transcriber.session.Permit;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits and receives forms up to a maximum size. */
final class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    /** Memory of a form, in sizes of the form: Jetty's copy, and two while the file is read from it. */
    private static final int COPIES_WHILE_READING = 3;

    /** Memory of a form whose file was read: Jetty's copy and the file. */
    private static final int COPIES = 2;

    /** Size up to which the server reads a refused body: minutes of a fast connection, which occupies no slot. */
    private static final long MAX_DISCARDED_BYTES = 1L << 30;

    /** A form that has arrived. Closing it frees the slot and the memory. */
    record Upload(Permit permit, MultipartForm form) implements AutoCloseable {
        @Override
        public void close() {
            permit.close();
        }
    }

    private final Admission admission;
    private final ReceiveRate receiveRate;
    private final int maxBytes;

    /** @param maxBytes maximum size of a request */
    Uploads(Admission admission, ReceiveRate receiveRate, int maxBytes) {
        this.admission = admission;
        this.receiveRate = receiveRate;
        this.maxBytes = maxBytes;
    }

    /**
     * Admits a request and receives its whole form. Reserves a slot and memory before it reads the body.
     *
     * @return the form with the request's slot, which the caller closes
     * @throws ApiException if the body is too large, is not a form, or cannot be parsed
     * @throws SessionRefusedException if the request cannot be admitted, or its body arrives too slowly
     */
    Upload receive(Context context) throws ApiException, SessionRefusedException {
        try {
            check(context);
            Permit permit = admission.admit(CallContextMapper.of(context).caller());
            try {
                admission.reserve(permit, COPIES_WHILE_READING * size(context));
                return new Upload(permit, read(context));
            } catch (ApiException | SessionRefusedException | RuntimeException e) {
                permit.close();
                throw e;
            }
        } catch (SessionRefusedException e) {
            if (e.reason() != Reason.TOO_SLOW) {
                discard(context);
            }
            throw e;
        } catch (ApiException e) {
            discard(context);
            throw e;
        }
    }

    private void check(Context context) throws ApiException {
        long length = context.req().getContentLengthLong();
        if (length > maxBytes) {
            throw tooLarge(length + " bytes");
        }
        if (!context.isMultipartFormData()) {
            throw new ApiException(
                    400,
                    null,
                    "%s; send multipart/form-data with the audio in the field 'file'"
                            .formatted(
                                    context.contentType() == null
                                            ? "the request has no content type"
                                            : "the content type is " + context.contentType()));
        }
    }

    /** Returns the size of the body, or the maximum if the client does not send it. */
    private long size(Context context) {
        long length = context.req().getContentLengthLong();
        return length < 0 ? maxBytes : length;
    }

    private MultipartForm read(Context context) throws ApiException, SessionRefusedException {
        var tooSlow = new AtomicReference<SessionRefusedException>();
        try (var _ = receiveRate.start(() -> received(context), failure -> {
            tooSlow.set(failure);
            failRead(context, failure);
        })) {
            return MultipartForm.read(
                    ServletContextRequest.getServletContextRequest(context.req()),
                    String.valueOf(context.contentType()),
                    maxBytes);
        } catch (Exception e) { // Jetty does not declare its exceptions
            if (tooSlow.get() != null) {
                throw admission.recorded(tooSlow.get());
            }
            throw received(context) > maxBytes ? tooLarge("over " + maxBytes + " bytes") : invalidForm(e);
        }
    }

    /** Releases the memory that a form needs only until its file was read. */
    static void keepFile(Permit permit, int fileBytes) {
        permit.shrinkTo((long) COPIES * fileBytes);
    }

    /**
     * Reads and drops the rest of a refused body. Closing a connection with unread data would lose the response, and
     * most clients read it only after they have sent the whole body.
     */
    private void discard(Context context) {
        if (context.header("Expect") != null) {
            return; // the client waits for the response before it sends the body
        }
        try (var _ = receiveRate.start(() -> received(context), failure -> failRead(context, failure))) {
            InputStream body = context.req().getInputStream();
            byte[] dropped = new byte[64 << 10];
            long remaining = MAX_DISCARDED_BYTES;
            for (int read = 0; read >= 0 && remaining > 0; remaining -= read) {
                read = body.read(dropped);
            }
        } catch (IOException e) {
            log.debug("the client did not send the rest of a refused body", e);
        }
    }

    /** Fails the thread that waits for the body. Jetty itself ends only a connection on which nothing arrives. */
    private static void failRead(Context context, Exception cause) {
        DisconnectDetector.endPoint(context).getFillInterest().onFail(cause);
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
        return new ApiException(400, null, "invalid_form", "the form cannot be read: %s".formatted(root.getMessage()));
    }
}
