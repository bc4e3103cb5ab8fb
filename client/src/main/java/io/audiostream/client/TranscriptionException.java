package io.audiostream.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service refused a call, failed, or could not be reached. The message is the service's own sentence. */
public final class TranscriptionException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("request-id", Metadata.ASCII_STRING_MARSHALLER);

    private final Status.Code code;
    // Kept as null when absent: exceptions are serializable and Optional is not.
    private final @Nullable Duration retryDelay;
    private final @Nullable String field;
    private final @Nullable String requestId;

    private TranscriptionException(Throwable cause, Status status, Metadata trailers) {
        super(sentence(status), cause);
        Optional<com.google.rpc.Status> details =
                Optional.ofNullable(StatusProto.fromStatusAndTrailers(status, trailers));
        this.code = status.getCode();
        this.retryDelay = details.flatMap(d -> find(d, RetryInfo.class))
                .map(info -> Duration.ofSeconds(
                        info.getRetryDelay().getSeconds(), info.getRetryDelay().getNanos()))
                .orElse(null);
        this.field = details.flatMap(d -> find(d, BadRequest.class))
                .filter(request -> request.getFieldViolationsCount() > 0)
                .map(request -> request.getFieldViolations(0).getField())
                .orElse(null);
        this.requestId = trailers.get(REQUEST_ID);
    }

    TranscriptionException(TranscriptionException cause) {
        super(cause.getMessage(), cause);
        this.code = cause.code;
        this.retryDelay = cause.retryDelay;
        this.field = cause.field;
        this.requestId = cause.requestId;
    }

    static TranscriptionException of(Throwable thrown) {
        Metadata trailers = Status.trailersFromThrowable(thrown);
        return new TranscriptionException(
                thrown, Status.fromThrowable(thrown), trailers == null ? new Metadata() : trailers);
    }

    /** What kind of failure it is; the contract says what each code means. */
    public Status.Code code() {
        return code;
    }

    /** How long the service wants to be left alone before the call is tried again. */
    public Optional<Duration> retryDelay() {
        return Optional.ofNullable(retryDelay);
    }

    /** The request's field that is wrong. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** What the service's log calls this call; absent when the service was not reached. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * Of a connection that breaks gRPC says "io exception", at times with a second line about its own inside; what
     * happened is in the innermost cause. What a server says has no cause, and is left as it is.
     */
    private static String sentence(Status status) {
        String description = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        Throwable cause = status.getCause();
        if (cause == null) {
            return description;
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return description.lines().findFirst().orElse("") + ": " + cause.getMessage();
    }

    private static <M extends Message> Optional<M> find(com.google.rpc.Status status, Class<M> type) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    // Details are a courtesy; the status and its sentence stand without them.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
