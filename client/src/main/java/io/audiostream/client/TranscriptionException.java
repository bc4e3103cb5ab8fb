package io.audiostream.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports that the service refused a call, failed, or could not be reached. The message is the service's own if the
 * service answered.
 */
public final class TranscriptionException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final String RESUME_CHUNK = "resume_chunk_index";
    /** What Netty puts before the reason that the kernel gives, such as "Connection refused". */
    private static final String SYSTEM_CALL = "^\\w+\\(\\.\\.\\) failed with error\\(-\\d+\\): ";

    private static final String CHANNEL_COMMITTED = "channel_committed";
    private static final int NANO_DIGITS = 9;
    private static final int NO_CHUNK = -1;
    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("request-id", Metadata.ASCII_STRING_MARSHALLER);

    private final Status.Code code;
    // Kept as null when absent: exceptions are serializable and Optional is not.
    private final @Nullable Duration retryDelay;
    private final @Nullable String field;
    private final @Nullable String requestId;
    private final boolean answered;
    private final @Nullable String reason;
    private final int resumeChunk;
    private final String channelCommitted;

    private TranscriptionException(Throwable cause, Status status, Metadata trailers, boolean answered) {
        super(message(status), cause);
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
        this.answered = answered;
        Optional<ErrorInfo> info = details.flatMap(d -> find(d, ErrorInfo.class));
        this.reason = info.map(ErrorInfo::getReason).orElse(null);
        this.resumeChunk = info.map(TranscriptionException::resumeChunk).orElse(NO_CHUNK);
        this.channelCommitted = info.map(each -> each.getMetadataOrDefault(CHANNEL_COMMITTED, ""))
                .orElse("");
    }

    private static int resumeChunk(ErrorInfo info) {
        try {
            return Integer.parseInt(info.getMetadataOrDefault(RESUME_CHUNK, "" + NO_CHUNK));
        } catch (NumberFormatException e) {
            // The position of the last response holds then.
            return NO_CHUNK;
        }
    }

    TranscriptionException(TranscriptionException cause) {
        this(cause, String.valueOf(cause.getMessage()), cause.answered);
    }

    /** Says more about an error, or repeats it with the stack trace of another caller. */
    TranscriptionException(TranscriptionException cause, String message, boolean answered) {
        super(message, cause);
        this.code = cause.code;
        this.retryDelay = cause.retryDelay;
        this.field = cause.field;
        this.requestId = cause.requestId;
        this.answered = answered;
        this.reason = cause.reason;
        this.resumeChunk = cause.resumeChunk;
        this.channelCommitted = cause.channelCommitted;
    }

    static TranscriptionException of(Throwable thrown) {
        return of(thrown, false);
    }

    /** @param answered whether the call had responses before */
    static TranscriptionException of(Throwable thrown, boolean answered) {
        Metadata trailers = Status.trailersFromThrowable(thrown);
        return new TranscriptionException(
                thrown, Status.fromThrowable(thrown), trailers == null ? new Metadata() : trailers, answered);
    }

    /** The gRPC status code; {@code audio_service.proto} gives the meaning of each. */
    public Status.Code code() {
        return code;
    }

    /** Time to wait before a retry, if the service gives one: it does when no slot is free. */
    public Optional<Duration> retryDelay() {
        return Optional.ofNullable(retryDelay);
    }

    /** The invalid field of the request, if the service names one. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** Identifies the call in the service's log; empty if the service was not reached. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** Why the service ended a stream, such as {@code DRAINING} or {@code MAX_AGE}, if it says so. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** The chunk from which a new stream resumes, if the service names one. */
    OptionalInt resumeChunk() {
        return resumeChunk == NO_CHUNK ? OptionalInt.empty() : OptionalInt.of(resumeChunk);
    }

    /**
     * The times in the call up to which the text of each separate channel is final; empty if the service names none.
     */
    List<com.google.protobuf.Duration> channelCommitted() {
        try {
            return Stream.of(channelCommitted.split(","))
                    .filter(time -> !time.isEmpty())
                    .map(time -> Durations.fromNanos(
                            new BigDecimal(time).movePointRight(NANO_DIGITS).longValueExact()))
                    .toList();
        } catch (ArithmeticException | NumberFormatException e) {
            // The times of the last response hold then.
            return List.of();
        }
    }

    /** Whether responses of the stream had arrived before. They hold for their audio; the rest is not transcribed. */
    public boolean answered() {
        return answered;
    }

    /**
     * Returns the server's description unchanged; a status from a server has no cause. For a broken connection gRPC's
     * description is only "io exception", sometimes with a second line of internal detail. The innermost cause then has
     * the reason.
     */
    private static String message(Status status) {
        String description = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        Throwable cause = status.getCause();
        if (cause == null) {
            return description;
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = String.valueOf(cause.getMessage()).replaceFirst(SYSTEM_CALL, "");
        return description.lines().findFirst().orElse("") + ": " + reason;
    }

    private static <M extends Message> Optional<M> find(com.google.rpc.Status status, Class<M> type) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    // Details are optional; the status and its message are complete without them.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
