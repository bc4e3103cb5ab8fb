package io.audiostream.client.cli;

import io.audiostream.client.Endpoint;
import io.audiostream.client.TranscriptionException;
import java.time.Duration;

/**
 * A failed call as the user learns of it.
 *
 * @param exitCode one of {@link ExitCode}
 * @param sentence what happened, and what to do
 */
record Failure(int exitCode, String sentence) {

    static Failure of(TranscriptionException e, Endpoint endpoint) {
        String said = DisplayWidth.printable(String.valueOf(e.getMessage()));
        return switch (e.code()) {
            case UNAVAILABLE -> new Failure(ExitCode.UNREACHABLE, unavailable(e, endpoint, said));
            case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION ->
                new Failure(ExitCode.REFUSED, "the service can't take this: " + said);
            case NOT_FOUND -> new Failure(ExitCode.REFUSED, "the service does not have this: " + said);
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new Failure(ExitCode.REFUSED, "the service does not let you in: " + said);
            case RESOURCE_EXHAUSTED -> exhausted(e, endpoint, said);
            case DEADLINE_EXCEEDED -> new Failure(ExitCode.OTHER, "it took too long: " + said);
            case UNIMPLEMENTED ->
                new Failure(
                        ExitCode.OTHER,
                        endpoint + " speaks gRPC, but is not an audiostream service, or one too old for this: " + said);
            default -> new Failure(ExitCode.OTHER, "the call failed (" + e.code() + "): " + said + requestId(e));
        };
    }

    /** A service that answers has given the call an id, and says itself why it can't serve; else nobody is there. */
    private static String unavailable(TranscriptionException e, Endpoint endpoint, String said) {
        return e.requestId().isPresent()
                ? "the service at " + endpoint + " can't serve now, try again soon: " + said
                : "no service answers at " + endpoint + "; does it run, and is the address right? (" + said + ")";
    }

    /** Only a missing slot comes with a time to try again; else a message was over the size limit. */
    private static Failure exhausted(TranscriptionException e, Endpoint endpoint, String said) {
        return e.retryDelay()
                .map(delay -> new Failure(
                        ExitCode.NO_SLOT,
                        "the service at " + endpoint + " is full, try again in " + seconds(delay) + ": " + said))
                .orElseGet(() -> new Failure(
                        ExitCode.REFUSED,
                        "a message is over a size limit: " + said
                                + "; a large file has to be streamed, without --file"));
    }

    private static String seconds(Duration delay) {
        return Math.max(1, delay.toSeconds()) + " s";
    }

    private static String requestId(TranscriptionException e) {
        return e.requestId().map(id -> " [request " + id + "]").orElse("");
    }
}
