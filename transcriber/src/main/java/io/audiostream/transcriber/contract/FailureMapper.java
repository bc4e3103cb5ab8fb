package io.audiostream.transcriber.contract;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.UnaryTimeout;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps failures to statuses with a message for people and details for programs. */
public final class FailureMapper {

    private static final Logger log = LoggerFactory.getLogger(FailureMapper.class);

    /** Delay after which a refused client may try again. */
    private static final Duration RETRY_DELAY =
            Duration.newBuilder().setSeconds(1).build();

    private FailureMapper() {}

    /**
     * Returns the status of a failure. Logs a defect of the server, and hides its message from the client.
     *
     * @param requestId id of the request in the server's log
     */
    public static Status status(Throwable failure, String requestId) {
        return switch (failure) {
            case AudioException e -> invalid(e.field(), message(e));
            case SessionRefusedException e -> refused(e);
            case ResumableException e -> status(Code.UNAVAILABLE, message(e), resumePoint(e));
            case UnaryTimeout.TimedOutException e -> status(Code.DEADLINE_EXCEEDED, message(e));
            default -> internal(failure, requestId);
        };
    }

    private static Status refused(SessionRefusedException e) {
        return switch (e.reason()) {
            case LOADING, DRAINING -> status(Code.UNAVAILABLE, message(e), retryInfo());
            case NO_SLOT, CALLER_LIMIT, NO_MEMORY, BUSY -> status(Code.RESOURCE_EXHAUSTED, message(e), retryInfo());
            case TOO_MANY_CHANNELS ->
                status(Code.FAILED_PRECONDITION, e.field() + ": " + message(e), badRequest(e.field(), message(e)));
            case TOO_LONG -> status(Code.FAILED_PRECONDITION, message(e));
            case TOO_SLOW -> status(Code.DEADLINE_EXCEEDED, message(e));
            case INVALID -> invalid(e.field(), message(e));
            case NOT_FOUND -> status(Code.NOT_FOUND, e.field() + ": " + message(e), badRequest(e.field(), message(e)));
        };
    }

    private static Status invalid(String field, String message) {
        return field.isEmpty()
                ? status(Code.INVALID_ARGUMENT, message)
                : status(Code.INVALID_ARGUMENT, field + ": " + message, badRequest(field, message));
    }

    /** Hides internals from the client; the request id leads to them in the log. */
    private static Status internal(Throwable failure, String requestId) {
        log.error("request {} failed", requestId, failure);
        return status(Code.INTERNAL, "internal error: see the server's log for request id " + requestId);
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static BadRequest badRequest(String field, String message) {
        return BadRequest.newBuilder()
                .addFieldViolations(
                        BadRequest.FieldViolation.newBuilder().setField(field).setDescription(message))
                .build();
    }

    /** Returns the point from which the client resumes, for programs. */
    private static ErrorInfo resumePoint(ResumableException e) {
        var info = ErrorInfo.newBuilder()
                .setDomain("audiostream.io")
                .setReason(e.reason().name())
                .putMetadata("resume_chunk_index", Integer.toString(e.progress().resumeChunk()));
        if (!e.progress().channelCommitted().isEmpty()) {
            info.putMetadata(
                    "channel_committed",
                    e.progress().channelCommitted().stream()
                            .map(FailureMapper::seconds)
                            .collect(Collectors.joining(",")));
        }
        return info.build();
    }

    private static String seconds(java.time.Duration time) {
        return "%d.%09d".formatted(time.toSeconds(), time.getNano());
    }

    private static RetryInfo retryInfo() {
        return RetryInfo.newBuilder().setRetryDelay(RETRY_DELAY).build();
    }

    private static Status status(Code code, String message, Message... details) {
        Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(message);
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        return status.build();
    }
}
