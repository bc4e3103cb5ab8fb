package io.audiostream.client.cli;

import io.audiostream.client.Endpoint;
import io.audiostream.client.TranscriptionException;
import java.time.Duration;
import java.util.List;

/**
 * A failed call as the command line reports it.
 *
 * @param exitCode code that the process exits with
 * @param message what happened, and the remedy if the user has one
 */
record Failure(ExitCode exitCode, String message) {

    /**
     * How gRPC describes such a server: its content type, its status, or the letters HTTP in place of the first HTTP/2
     * frame.
     */
    private static final List<String> HTTP_WITHOUT_GRPC =
            List.of("invalid content-type", "HTTP status code", "Hex dump for first 5 bytes: 485454502f");

    static Failure of(TranscriptionException e, Endpoint endpoint) {
        String details = OptionNames.translate(DisplayWidth.printable(String.valueOf(e.getMessage())));
        if (HTTP_WITHOUT_GRPC.stream().anyMatch(details::contains)) {
            return new Failure(
                    ExitCode.OTHER,
                    endpoint + " is an HTTP server that does not speak gRPC; check the port of the endpoint, and on an"
                            + " ingress its backend protocol");
        }
        return switch (e.code()) {
            case UNAVAILABLE -> new Failure(ExitCode.UNREACHABLE, unavailable(e, endpoint, details));
            case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION ->
                new Failure(ExitCode.REFUSED, "the service refused the request: " + details);
            case NOT_FOUND ->
                new Failure(ExitCode.REFUSED, "the service does not have the model or language: " + details);
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new Failure(ExitCode.REFUSED, "the service denied access: " + details);
            case RESOURCE_EXHAUSTED -> exhausted(e, endpoint, details);
            case DEADLINE_EXCEEDED -> new Failure(ExitCode.OTHER, "the call exceeded its time limit: " + details);
            case UNIMPLEMENTED ->
                new Failure(
                        ExitCode.OTHER,
                        endpoint + " answers gRPC but does not implement this call; it is another service, or an older"
                                + " audiostream: " + details);
            case OK, CANCELLED, UNKNOWN, ALREADY_EXISTS, ABORTED, INTERNAL, DATA_LOSS ->
                new Failure(ExitCode.OTHER, "the call failed (" + e.code() + "): " + details + requestId(e));
        };
    }

    /** Only a service that was reached gives the call a request id; its own message then has the reason. */
    private static String unavailable(TranscriptionException e, Endpoint endpoint, String details) {
        if (e.answered() && e.requestId().isEmpty()) {
            return "the connection to " + endpoint
                    + " broke in mid-stream; audio after the last final is not transcribed," + " so send it again ("
                    + details + ")";
        }
        return e.requestId().isPresent()
                ? "the service at " + endpoint + " cannot serve the call now; try again soon: " + details
                : "no service answers at " + endpoint + "; check that it runs and that the address is right (" + details
                        + ")";
    }

    /** Only errors for a lack of capacity have a retry delay. Any other one is for a message over the size limit. */
    private static Failure exhausted(TranscriptionException e, Endpoint endpoint, String details) {
        return e.retryDelay()
                .map(delay -> new Failure(
                        ExitCode.NO_SLOT,
                        "the service at " + endpoint + " has no capacity now; try again in " + seconds(delay) + ": "
                                + details))
                .orElseGet(() -> new Failure(
                        ExitCode.REFUSED,
                        "a message is over the size limit: " + details + "; stream a large file, without --file"));
    }

    private static String seconds(Duration delay) {
        return Math.max(1, delay.toSeconds()) + " s";
    }

    private static String requestId(TranscriptionException e) {
        return e.requestId().map(id -> " [request " + id + "]").orElse("");
    }
}
