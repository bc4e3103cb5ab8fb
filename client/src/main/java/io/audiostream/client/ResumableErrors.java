package io.audiostream.client;

import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Tells the errors after which a new call may succeed from those that would come again. */
final class ResumableErrors {

    private ResumableErrors() {}

    /**
     * @param answered whether the stream had a response
     * @param resumes whether the error ended an attempt to resume
     */
    static boolean isResumable(TranscriptionException error, boolean answered, boolean resumes) {
        return switch (error.code()) {
            case UNAVAILABLE -> answered || !isRefusedCertificate(error);
            // Only refusals for a lack of capacity have a delay. At the start they are for the caller to decide.
            case RESOURCE_EXHAUSTED ->
                (answered || resumes) && error.retryDelay().isPresent();
            // A proxy or a network that cuts a stream gives one of these. The service's own errors have a request id.
            case INTERNAL, UNKNOWN, CANCELLED -> answered && error.requestId().isEmpty();
            case OK,
                    INVALID_ARGUMENT,
                    DEADLINE_EXCEEDED,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS,
                    UNAUTHENTICATED -> false;
        };
    }

    private static boolean isRefusedCertificate(TranscriptionException error) {
        return Stream.<Throwable>iterate(error, cause -> cause != null, Throwable::getCause)
                .anyMatch(SSLException.class::isInstance);
    }
}
